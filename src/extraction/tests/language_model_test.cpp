// SPDX-License-Identifier: EUPL-1.2
// The language model of the operator: off by default, bounded, checked, and never the end of a dialogue.
#include "extraction/language_model.hpp"
#include "extraction/tests/small_catalogue.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>
#include <atomic>
#include <boost/json.hpp>
#include <functional>
#include <mutex>
#include <thread>

using namespace kc;
using namespace kc::extraction;
using namespace kc::extraction::tests;

namespace {

// Answers each connection with what `answer` makes of the request; on a port the system chooses.
class ModelServer {
public:
    explicit ModelServer(std::function<std::string(const std::string& body)> answer) : answer_(std::move(answer)) {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(listen(listener_, 8) == 0);
        socklen_t size = sizeof address;
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~ModelServer() {
        stop_ = true;
        thread_.join();
        close(listener_);
    }
    std::string address() const { return fmt::format("http://127.0.0.1:{}/v1/chat/completions", port_); }
    int requests() const { return requests_; }
    std::string last_request() {
        const std::lock_guard lock(mutex_);
        return last_;
    }

private:
    void serve() {
        while (!stop_) {
            pollfd ready{listener_, POLLIN, 0};
            if (poll(&ready, 1, 20) <= 0) continue;
            const int client = accept(listener_, nullptr, nullptr);
            std::string request;
            char piece[4096];
            std::size_t wanted = std::string::npos;
            while (request.size() < wanted) {
                const auto read = recv(client, piece, sizeof piece, 0);
                if (read <= 0) break;
                request.append(piece, static_cast<std::size_t>(read));
                const auto head = request.find("\r\n\r\n"), length = request.find("Content-Length: ");
                if (head != std::string::npos && length != std::string::npos) wanted = head + 4 + std::stoul(request.substr(length + 16));
            }
            {
                const std::lock_guard lock(mutex_);
                last_ = request;
            }
            ++requests_;
            const std::string response = answer_(request.substr(std::min(request.size(), request.find("\r\n\r\n") + 4)));
            for (std::size_t sent = 0; sent < response.size();) {
                const auto wrote = send(client, response.data() + sent, response.size() - sent, MSG_NOSIGNAL);
                if (wrote <= 0) break;
                sent += static_cast<std::size_t>(wrote);
            }
            close(client);
        }
    }

    std::function<std::string(const std::string&)> answer_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stop_{false};
    std::atomic<int> requests_{0};
    std::mutex mutex_;  // guards last_
    std::string last_;
    std::thread thread_;
};

std::string http(int status, const std::string& body) {
    return fmt::format("HTTP/1.1 {} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", status, body.size(),
                       body);
}

std::string completion(const std::string& content) {
    return http(
        200,
        boost::json::serialize(boost::json::object{
            {"choices", boost::json::array{boost::json::object{{"message", boost::json::object{{"role", "assistant"}, {"content", content}}}}}}}));
}

LanguageModelSettings settings(const std::string& address) {
    return {.address = address,
            .model = "hausmodell",
            .key = "schluessel",
            .public_hosts_allowed = false,
            .time_max = std::chrono::milliseconds(800),
            .answer_bytes_max = 8192};
}

LanguageModelError refusal(const LanguageModelSettings& wanted) {
    const auto made = LanguageModelSource::make(wanted);
    REQUIRE_FALSE(made);
    return made.error();
}

constexpr std::string_view statement = "Mit Excel arbeite ich jeden Tag, Access kenne ich nicht.";
constexpr const char* good_answer =
    R"(Gern: {"proposals":[{"competence":"spreadsheet","polarity":"has","level":3,"quote":"Excel arbeite ich jeden Tag"},)"
    R"({"competence":"databases","polarity":"lacks","level":null,"quote":"Access kenne ich nicht"}]} Viele Grüße)";

}  // namespace

TEST_CASE("without an address there is no client, and extracting opens no socket") {
    const auto made = LanguageModelSource::make({});
    REQUIRE(made);
    CHECK(*made == nullptr);
    // The next free descriptor tells: nothing was opened in between.
    const int before = dup(0);
    close(before);
    CHECK_FALSE(extractor().extract(statement).empty());
    const int after = dup(0);
    close(after);
    CHECK(before == after);
}

TEST_CASE("settings that lead outside or nowhere are refused") {
    CHECK(refusal(settings("nicht eine Adresse")) == LanguageModelError::no_web_address);
    CHECK(refusal(settings("ftp://10.0.0.5/v1")) == LanguageModelError::no_web_address);
    CHECK(refusal(settings("http://nutzer:geheim@10.0.0.5/v1")) == LanguageModelError::password_in_address);
    CHECK(refusal(settings("https://203.0.113.7/v1")) == LanguageModelError::host_outside);
    CHECK(refusal(settings("https://[2001:db8::1]/v1")) == LanguageModelError::host_outside);
    auto without_model = settings("http://10.0.0.5/v1");
    without_model.model = " ";
    CHECK(refusal(without_model) == LanguageModelError::no_model);
    auto patient = settings("http://10.0.0.5/v1");
    patient.time_max = std::chrono::minutes(5);
    CHECK(refusal(patient) == LanguageModelError::time_out_of_range);
    auto open = settings("https://203.0.113.7/v1");
    open.public_hosts_allowed = true;
    CHECK(LanguageModelSource::make(open));
    open.address = "http://203.0.113.7/v1";  // outside, only encrypted
    CHECK(refusal(open) == LanguageModelError::host_outside);
    for (const auto error : {LanguageModelError::no_web_address, LanguageModelError::password_in_address, LanguageModelError::host_outside,
                             LanguageModelError::no_model, LanguageModelError::time_out_of_range})
        CHECK_FALSE(message_of(error).empty());
}

TEST_CASE("only private and loopback networks are one's own") {
    const auto own = [](std::vector<unsigned char> bytes) { return is_own_network(bytes); };
    CHECK(own({127, 0, 0, 1}));
    CHECK(own({10, 200, 3, 4}));
    CHECK(own({172, 16, 0, 1}));
    CHECK(own({172, 31, 255, 1}));
    CHECK(own({192, 168, 1, 1}));
    CHECK_FALSE(own({172, 32, 0, 1}));
    CHECK_FALSE(own({8, 8, 8, 8}));
    CHECK_FALSE(own({0, 0, 0, 0}));
    CHECK_FALSE(own({100, 64, 0, 1}));
    CHECK(own({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    CHECK(own({0xfd, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    CHECK(own({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1}));
    CHECK_FALSE(own({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 8, 8, 8, 8}));
    CHECK_FALSE(own({0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    CHECK_FALSE(own({1, 2, 3}));
}

TEST_CASE("the model's answer becomes proposals, and the learner can read prompt and answer") {
    ModelServer server([](const std::string&) { return completion(good_answer); });
    const auto source = LanguageModelSource::make(settings(server.address()));
    REQUIRE(source);
    Exchange shown;
    const auto proposals = (*source)->propose(extractor(), statement, &shown);
    REQUIRE(proposals.size() == 2);
    CHECK(extractor().framework().competence(proposals[0].competence).slug == "spreadsheet");
    CHECK(proposals[0].level == 3);
    CHECK(proposals[0].reason_key == "extraction.reason.language_model");
    CHECK(statement.substr(proposals[0].mentions[0].begin, 5) == "Excel");
    CHECK(proposals[1].polarity == Polarity::lacks);
    CHECK(proposals[1].level == 0);
    CHECK(shown.answer == good_answer);
    CHECK(shown.problem.empty());
    CHECK(shown.prompt.find(statement) != std::string::npos);
    const auto request = server.last_request();
    CHECK(request.starts_with("POST /v1/chat/completions "));
    CHECK(request.find("Authorization: Bearer schluessel") != std::string::npos);
    CHECK(request.find("Schreibmaschine") == std::string::npos);  // outdated: not even asked about
    const auto body = boost::json::parse(request.substr(request.find("\r\n\r\n") + 4));
    CHECK(body.at("model").as_string() == "hausmodell");
    CHECK(body.at("messages").as_array().size() == 2);
    CHECK((*source)->propose(extractor(), statement, nullptr).size() == 2);
}

TEST_CASE("what the catalogue does not hold or nobody said is dropped") {
    const auto read = [](std::string_view content) { return read_language_model_answer(extractor(), statement, content); };
    CHECK(read(good_answer).size() == 2);
    CHECK(read(R"({"proposals":[{"competence":"cooking","polarity":"has","quote":"Excel"}]})").empty());
    CHECK(read(R"({"proposals":[{"competence":"typewriter","polarity":"has","quote":"Excel"}]})").empty());
    CHECK(read(R"({"proposals":[{"competence":"spreadsheet","polarity":"has","quote":"PowerPoint"}]})").empty());
    CHECK(read(R"({"proposals":[{"competence":"spreadsheet","polarity":"maybe","quote":"Excel"}]})").empty());
    CHECK(read(R"({"proposals":[{"competence":"spreadsheet","polarity":"has","level":0,"quote":"Excel"}]})").empty());
    CHECK(read(R"({"proposals":[{"competence":7,"polarity":[],"quote":{}}]})").empty());
    CHECK_FALSE(read(R"({"proposals":[{"competence":"spreadsheet","polarity":"has","level":99,"quote":"Excel"}]})").front().level);
    CHECK_FALSE(read(R"({"proposals":[{"competence":"spreadsheet","polarity":"wants","level":3,"quote":"Excel"}]})").front().level);
    CHECK(
        read(
            R"({"proposals":[{"competence":"spreadsheet","polarity":"has","quote":"Excel"},{"competence":"spreadsheet","polarity":"lacks","quote":"Excel"}]})")
            .size() == 1);
    for (const std::string broken : {"", "{", "}{", "nichts", "[]", "{\"proposals\":3}", "{\"proposals\":[1,null]}",
                                     "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}"}) {
        CAPTURE(broken);
        CHECK(read(broken).empty());
    }
}

TEST_CASE("a failing model gives nothing and says so; the dialogue goes on") {
    const auto ask = [](const LanguageModelSettings& with) {
        const auto source = LanguageModelSource::make(with);
        REQUIRE(source);
        Exchange shown;
        CHECK((*source)->propose(extractor(), statement, &shown).empty());
        CHECK_FALSE(shown.prompt.empty());
        return shown.problem;
    };
    {
        ModelServer server([](const std::string&) { return http(500, "kaputt"); });
        CHECK(ask(settings(server.address())) == "Der Server des Sprachmodells antwortet mit dem Fehler 500.");
    }
    {
        ModelServer server([](const std::string&) { return http(200, "kein JSON"); });
        CHECK(ask(settings(server.address())) == "Die Antwort des Sprachmodells ist nicht lesbar.");
    }
    {
        ModelServer server([](const std::string&) { return http(200, std::string(20000, ' ')); });
        CHECK(ask(settings(server.address())) == "Die Antwort des Sprachmodells ist zu lang.");
    }
    {
        ModelServer server(
            [](const std::string&) { return std::string("HTTP/1.1 302 Found\r\nLocation: http://203.0.113.7/\r\nContent-Length: 0\r\n\r\n"); });
        CHECK(ask(settings(server.address())) == "Der Server des Sprachmodells antwortet mit dem Fehler 302.");
        CHECK(server.requests() == 1);
    }
    {
        ModelServer server([](const std::string&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(900));
            return completion(good_answer);
        });
        auto hasty = settings(server.address());
        hasty.time_max = std::chrono::milliseconds(200);
        const auto begin = std::chrono::steady_clock::now();
        CHECK(ask(hasty) == "Das Sprachmodell antwortet zu langsam.");
        CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(800));
    }
    CHECK(ask(settings("http://127.0.0.1:1/v1")) == "Das Sprachmodell ist nicht erreichbar.");
}

TEST_CASE("an empty statement or one that is no text is not sent") {
    ModelServer server([](const std::string&) { return completion(good_answer); });
    const auto source = LanguageModelSource::make(settings(server.address()));
    REQUIRE(source);
    CHECK((*source)->propose(extractor(), "  ", nullptr).empty());
    CHECK((*source)->propose(extractor(), "\xFF\xFF", nullptr).empty());
    CHECK(server.requests() == 0);
}
