// SPDX-License-Identifier: EUPL-1.2
#include "exchange/feed_client.hpp"

#include "base/text.hpp"
#include "exchange/values.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <curl/curl.h>

namespace kc::exchange {

namespace {

struct CurlGlobal {
    CurlGlobal() { curl_global_init(CURL_GLOBAL_DEFAULT); }
    ~CurlGlobal() { curl_global_cleanup(); }
};

struct Page {
    long status = 0;
    std::string body, etag, last_modified, location;
    std::optional<std::string> problem;
};

// Everything curl calls back, for one request.
struct Transfer {
    const FeedRules& rules;
    Page page;
    bool too_large = false;
    bool private_network = false;

    static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self_pointer) {
        auto& self = *static_cast<Transfer*>(self_pointer);
        const std::size_t bytes = size * count;
        if (self.page.body.size() + bytes > self.rules.page_bytes_max) {
            self.too_large = true;
            return 0;
        }
        try {
            self.page.body.append(data, bytes);
        } catch (...) {  // nothing may be thrown through C
            return 0;
        }
        return bytes;
    }

    static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* self_pointer) {
        auto& self = *static_cast<Transfer*>(self_pointer);
        try {
            const std::string_view line(data, size * count);
            if (line.starts_with("HTTP/")) self.page.etag = self.page.last_modified = self.page.location = "";
            const auto mark = line.find(':');
            if (mark == std::string_view::npos) return size * count;
            const std::string name = lower_ascii(trim(line.substr(0, mark)));
            const std::string value = without_control_characters(trim(line.substr(mark + 1)));
            if (value.size() > 2000) return size * count;
            if (name == "etag") self.page.etag = value;
            if (name == "last-modified") self.page.last_modified = value;
            if (name == "location") self.page.location = value;
        } catch (...) {
            return 0;
        }
        return size * count;
    }

    // The address that is really connected to, after the name was resolved: nobody can rename a public host into our network.
    static curl_socket_t open_socket(void* self_pointer, curlsocktype purpose, curl_sockaddr* address) {
        auto& self = *static_cast<Transfer*>(self_pointer);
        std::span<const unsigned char> bytes;
        if (address->family == AF_INET) {
            const auto* four = reinterpret_cast<const sockaddr_in*>(&address->addr);
            bytes = {reinterpret_cast<const unsigned char*>(&four->sin_addr), 4};
        } else if (address->family == AF_INET6) {
            const auto* six = reinterpret_cast<const sockaddr_in6*>(&address->addr);
            bytes = {reinterpret_cast<const unsigned char*>(&six->sin6_addr), 16};
        }
        const bool fine = purpose == CURLSOCKTYPE_IPCXN && !bytes.empty() &&
                          (!is_private_address(bytes) || (self.rules.loopback_allowed && is_loopback_address(bytes)));
        if (!fine) {
            self.private_network = true;
            return CURL_SOCKET_BAD;
        }
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }
};

Page get_page(const std::string& address, const FeedRequest& request, bool conditional, const FeedRules& rules, std::chrono::seconds time_left) {
    static const CurlGlobal global;
    Transfer transfer{rules, {}};
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
    if (!curl) throw std::bad_alloc();
    curl_slist* list = nullptr;
    const auto add_header = [&](const std::string& line) {
        curl_slist* longer = curl_slist_append(list, line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        list = longer;
    };
    add_header("Accept: application/vnd.api+json; moochub-version=3, application/json;q=0.9, application/xml;q=0.8, text/csv;q=0.7, */*;q=0.5");
    if (conditional && !request.etag.empty()) add_header("If-None-Match: " + request.etag);
    if (conditional && !request.last_modified.empty()) add_header("If-Modified-Since: " + request.last_modified);
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list, &curl_slist_free_all);

    curl_easy_setopt(curl.get(), CURLOPT_URL, address.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, rules.loopback_allowed ? "https,http" : "https");
    curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);  // each step is checked here
    curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");           // a proxy would hide which address is reached
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, static_cast<long>(std::min(rules.request_time_max, time_left).count()));
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_LIMIT, 100L);
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_TIME, 20L);
    curl_easy_setopt(curl.get(), CURLOPT_ACCEPT_ENCODING, "");  // whatever curl can unpack; counted unpacked
    curl_easy_setopt(curl.get(), CURLOPT_USERAGENT, "KommunalCampus");
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Transfer::take_body);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, &Transfer::take_header);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
    curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETDATA, &transfer);

    const CURLcode code = curl_easy_perform(curl.get());
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &transfer.page.status);
    if (code == CURLE_OK) return std::move(transfer.page);
    if (transfer.too_large) {
        transfer.page.problem =
            fmt::format("Eine Seite der Quelle ist größer als {} MB. Bitten Sie um kleinere Seiten.", rules.page_bytes_max / 1024 / 1024);
    } else if (transfer.private_network) {
        transfer.page.problem = "Die Adresse führt in ein internes Netz. Aus Sicherheitsgründen wird sie nicht abgerufen.";
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        transfer.page.problem = "Die Quelle antwortet zu langsam. Der Abruf wird beim nächsten Mal wiederholt.";
    } else if (code == CURLE_PEER_FAILED_VERIFICATION) {
        transfer.page.problem = "Das Zertifikat der Quelle ist nicht gültig. Wenden Sie sich an ihren Betreiber.";
    } else if (code == CURLE_COULDNT_RESOLVE_HOST) {
        transfer.page.problem = "Den Server gibt es nicht. Prüfen Sie die Adresse.";
    } else {
        transfer.page.problem = fmt::format("Die Quelle ist nicht erreichbar ({}).", curl_easy_strerror(code));
    }
    return std::move(transfer.page);
}

// A link as it stands in a document or header, as a whole address.
std::string resolved(const std::string& base, const std::string& link) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
    if (!url || curl_url_set(url.get(), CURLUPART_URL, base.c_str(), 0) != CURLUE_OK) return "";
    if (curl_url_set(url.get(), CURLUPART_URL, link.c_str(), CURLU_URLENCODE) != CURLUE_OK) return "";
    curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
    char* text = nullptr;
    if (curl_url_get(url.get(), CURLUPART_URL, &text, 0) != CURLUE_OK) return "";
    const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
    return text;
}

struct UrlParts {
    std::string scheme, host, user;
};

std::optional<UrlParts> parts_of(const std::string& address) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
    if (!url || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) return std::nullopt;
    const auto part = [&](CURLUPart which) -> std::string {
        char* text = nullptr;
        if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return "";
        const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
        return text;
    };
    return UrlParts{part(CURLUPART_SCHEME), lower_ascii(part(CURLUPART_HOST)), part(CURLUPART_USER)};
}

void append(ReadResult& all, ReadResult&& page) {
    if (all.source_system.empty()) all.source_system = page.source_system;
    if (all.version.empty()) all.version = page.version;
    std::unordered_set<std::string> ids;
    for (const auto& offer : all.offers) {
        if (offer.content.source) ids.insert(offer.content.source->id);
    }
    for (auto& offer : page.offers) {
        if (offer.content.source) offer.content.source->system = all.source_system;
        // A course that moves from one page to the next while we read stands on both: the first counts.
        if (offer.content.source && !offer.content.source->id.empty() && !ids.insert(offer.content.source->id).second) continue;
        offer.line = static_cast<int>(all.offers.size()) + 1;
        all.offers.push_back(std::move(offer));
    }
    for (auto& field : page.file_fields) all.file_fields.push_back(std::move(field));
}

}  // namespace

bool is_loopback_address(std::span<const unsigned char> bytes) {
    if (bytes.size() == 4) return bytes[0] == 127;
    if (bytes.size() != 16) return false;
    const bool zeros = std::all_of(bytes.begin(), bytes.begin() + 10, [](unsigned char b) { return b == 0; });
    if (zeros && bytes[10] == 0xff && bytes[11] == 0xff) return is_loopback_address(bytes.subspan(12));
    return zeros && std::all_of(bytes.begin() + 10, bytes.begin() + 15, [](unsigned char b) { return b == 0; }) && bytes[15] == 1;
}

bool is_private_address(std::span<const unsigned char> bytes) {
    if (bytes.size() == 4) {
        const unsigned a = bytes[0], b = bytes[1];
        return a == 0 || a == 10 || a == 127 || (a == 100 && b >= 64 && b < 128) || (a == 169 && b == 254) || (a == 172 && b >= 16 && b < 32) ||
               (a == 192 && b == 168) || (a == 192 && b == 0 && bytes[2] == 0) || (a == 198 && (b == 18 || b == 19)) || a >= 224;
    }
    if (bytes.size() != 16) return true;
    const bool zeros = std::all_of(bytes.begin(), bytes.begin() + 10, [](unsigned char b) { return b == 0; });
    if (zeros && bytes[10] == 0xff && bytes[11] == 0xff) return is_private_address(bytes.subspan(12));  // an IPv4 address in IPv6
    if (zeros && bytes[10] == 0 && bytes[11] == 0) return true;                                         // ::, ::1 and the old embedded form
    if (bytes[0] == 0x00 && bytes[1] == 0x64 && bytes[2] == 0xff && bytes[3] == 0x9b) return is_private_address(bytes.subspan(12));  // NAT64
    if (bytes[0] == 0x20 && bytes[1] == 0x02) return is_private_address(bytes.subspan(2, 4));                                        // 6to4
    return (bytes[0] & 0xe0) != 0x20;  // only 2000::/3 is public
}

std::optional<std::string> refuse_address(const std::string& address, const FeedRules& rules) {
    if (!is_web_address(address)) return "Das ist keine Webadresse. Sie beginnt mit https://.";
    const auto parts = parts_of(address);
    if (!parts || parts->host.empty()) return "Das ist keine Webadresse. Sie beginnt mit https://.";
    if (!parts->user.empty()) return "Die Adresse darf kein Kennwort enthalten.";
    const bool loopback = rules.loopback_allowed && (parts->host == "127.0.0.1" || parts->host == "localhost" || parts->host == "[::1]");
    if (parts->scheme != "https" && !loopback) return "Die Adresse muss mit https:// beginnen.";
    if (std::find(rules.allowed_hosts.begin(), rules.allowed_hosts.end(), parts->host) == rules.allowed_hosts.end()) {
        return fmt::format("Der Server „{}“ ist nicht freigegeben. Bitten Sie die Geschäftsstelle, ihn freizugeben.", shortened(parts->host, 60));
    }
    return std::nullopt;
}

FeedAnswer fetch_feed(const FeedRequest& request, const Vocabulary& vocabulary, const FeedRules& rules) {
    FeedAnswer answer;
    const auto begin = std::chrono::steady_clock::now();
    const auto fail = [&](std::string message) {
        answer.read.refuse(0, std::move(message));
        answer.read.complete = false;
        return std::move(answer);
    };
    if (auto reason = refuse_address(request.address, rules)) return fail(std::move(*reason));
    const std::string first_host = parts_of(request.address)->host;
    std::set<std::string> visited;
    std::string address = resolved(request.address, request.address);
    if (address.empty()) address = request.address;
    std::size_t total_bytes = 0;
    int redirects = 0;
    while (true) {
        if (!visited.insert(address).second) return fail("Die Seiten der Quelle verweisen im Kreis aufeinander. Nichts ist übernommen.");
        if (answer.pages >= rules.pages_max)
            return fail(fmt::format("Die Quelle hat mehr als {} Seiten. Bitten Sie um größere Seiten.", rules.pages_max));
        const auto spent = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin);
        if (spent >= rules.total_time_max) return fail("Der Abruf dauert zu lange. Er wird beim nächsten Mal wiederholt.");
        auto page = get_page(address, request, answer.pages == 0, rules, std::max(std::chrono::seconds{1}, rules.total_time_max - spent));
        if (page.problem) return fail(std::move(*page.problem));
        if (page.status == 304 && answer.pages == 0) {
            answer.not_modified = true;
            return answer;
        }
        if (page.status >= 301 && page.status <= 308 && page.status != 304 && !page.location.empty()) {
            if (++redirects > rules.redirects_max) return fail("Die Quelle leitet zu oft weiter. Prüfen Sie die Adresse.");
            address = resolved(address, page.location);
            if (auto reason = refuse_address(address, rules)) return fail("Die Quelle leitet weiter. " + *reason);
            continue;
        }
        if (page.status != 200) return fail(fmt::format("Die Quelle antwortet mit dem Fehler {}. Prüfen Sie die Adresse.", page.status));
        total_bytes += page.body.size();
        if (total_bytes > rules.total_bytes_max) return fail("Die Quelle ist insgesamt größer als 100 MB.");
        auto read = read_offers(page.body, vocabulary, {.format = request.format, .file_name = address, .address = address});
        if (!read.problems.empty()) return fail(fmt::format("Seite {}: {}", answer.pages + 1, read.problems.front().message));
        if (answer.pages == 0) {
            answer.etag = page.etag;
            answer.last_modified = page.last_modified;
            answer.read.format = read.format;
            answer.read.complete = read.complete;
        }
        ++answer.pages;
        redirects = 0;
        const auto next = read.next;
        append(answer.read, std::move(read));
        if (answer.read.offers.size() > offers_max) return fail("Die Quelle enthält mehr als 20.000 Angebote.");
        if (!next) return answer;
        address = resolved(address, *next);
        const auto parts = parts_of(address);
        if (!parts || parts->host != first_host) return fail("Die nächste Seite der Quelle liegt auf einem anderen Server. Nichts ist übernommen.");
        if (auto reason = refuse_address(address, rules)) return fail(std::move(*reason));
    }
}

}  // namespace kc::exchange
