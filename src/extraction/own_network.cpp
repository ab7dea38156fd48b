// SPDX-License-Identifier: EUPL-1.2
#include "extraction/own_network.hpp"

#include "base/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <new>

#include <curl/curl.h>
#include <fmt/format.h>

namespace kc::extraction {
namespace {

constexpr std::size_t address_bytes_max = 500;

struct CurlGlobal {
    CurlGlobal() { curl_global_init(CURL_GLOBAL_DEFAULT); }
    ~CurlGlobal() { curl_global_cleanup(); }
};

// Everything curl calls back, for one request.
struct Transfer {
    const OwnNetworkRequest& request;
    bool encrypted = false;
    std::string body;
    bool too_large = false;
    bool outside = false;

    static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self_pointer) {
        auto& self = *static_cast<Transfer*>(self_pointer);
        if (self.body.size() + size * count > self.request.answer_bytes_max) {
            self.too_large = true;
            return 0;
        }
        try {
            self.body.append(data, size * count);
        } catch (...) {  // nothing may be thrown through C
            return 0;
        }
        return size * count;
    }

    // The address that is really connected to, after the name was resolved.
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
        const bool fine =
            purpose == CURLSOCKTYPE_IPCXN && !bytes.empty() && (is_own_network(bytes) || (self.request.public_hosts_allowed && self.encrypted));
        if (!fine) {
            self.outside = true;
            return CURL_SOCKET_BAD;
        }
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }
};

struct AddressParts {
    std::string scheme, host, user, password;
};

std::optional<AddressParts> parts_of(const std::string& address) {
    if (address.size() > address_bytes_max || contains_control_characters(address) ||
        address.find_first_of(" \"<>\\^`{|}\t\r\n") != std::string::npos)
        return std::nullopt;
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
    if (!url || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) return std::nullopt;
    const auto part = [&](CURLUPart which) -> std::string {
        char* text = nullptr;
        if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return "";
        const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
        return text;
    };
    return AddressParts{lower_ascii(part(CURLUPART_SCHEME)), lower_ascii(part(CURLUPART_HOST)), part(CURLUPART_USER), part(CURLUPART_PASSWORD)};
}

// Bytes of a host written as an IP address; nothing for a name.
std::optional<std::vector<unsigned char>> literal_address(std::string host) {
    std::vector<unsigned char> bytes(16);
    if (inet_pton(AF_INET, host.c_str(), bytes.data()) == 1) {
        bytes.resize(4);
        return bytes;
    }
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1) return bytes;
    return std::nullopt;
}

std::string problem_text(CURLcode code, const Transfer& transfer) {
    if (transfer.too_large) return "Die Antwort des Sprachmodells ist zu lang.";
    if (transfer.outside) return "Die Adresse des Sprachmodells liegt außerhalb des eigenen Netzes. Es wurde nichts gesendet.";
    if (code == CURLE_OPERATION_TIMEDOUT) return "Das Sprachmodell antwortet zu langsam.";
    if (code == CURLE_COULDNT_RESOLVE_HOST) return "Den Server des Sprachmodells gibt es nicht.";
    if (code == CURLE_PEER_FAILED_VERIFICATION) return "Das Zertifikat des Servers mit dem Sprachmodell ist nicht gültig.";
    return "Das Sprachmodell ist nicht erreichbar.";
}

}  // namespace

// Networks that are one's own by definition: RFC 1918, loopback, link-local, unique local. Everything else counts as outside.
bool is_own_network(std::span<const unsigned char> bytes) {
    if (bytes.size() == 4) {
        const unsigned a = bytes[0], b = bytes[1];
        return a == 10 || a == 127 || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168) || (a == 169 && b == 254);
    }
    if (bytes.size() != 16) return false;
    constexpr std::array<unsigned char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) return is_own_network(bytes.subspan(12));
    constexpr std::array<unsigned char, 16> loopback = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    if (std::equal(loopback.begin(), loopback.end(), bytes.begin())) return true;
    return (bytes[0] & 0xfe) == 0xfc || (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80);
}

std::optional<LanguageModelError> problem_of(const std::string& address, bool public_hosts_allowed) {
    const auto parts = parts_of(address);
    if (!parts || parts->host.empty() || (parts->scheme != "http" && parts->scheme != "https")) return LanguageModelError::no_web_address;
    if (!parts->user.empty() || !parts->password.empty()) return LanguageModelError::password_in_address;
    const auto literal = literal_address(parts->host);
    if (literal && !is_own_network(*literal) && !(public_hosts_allowed && parts->scheme == "https")) return LanguageModelError::host_outside;
    return std::nullopt;
}

OwnNetworkReply post_within_own_network(const OwnNetworkRequest& request) {
    static const CurlGlobal global;
    OwnNetworkReply reply;
    const auto parts = parts_of(request.address);
    if (!parts || problem_of(request.address, request.public_hosts_allowed)) {
        reply.problem = "Die Adresse des Sprachmodells ist nicht erlaubt. Es wurde nichts gesendet.";
        return reply;
    }
    Transfer transfer{request, parts->scheme == "https", {}, false, false};
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
    if (!curl) throw std::bad_alloc();
    curl_slist* list = nullptr;
    const auto add_header = [&](const std::string& line) {
        curl_slist* longer = curl_slist_append(list, line.c_str());
        if (longer == nullptr) {
            curl_slist_free_all(list);
            throw std::bad_alloc();
        }
        list = longer;
    };
    add_header("Content-Type: application/json");
    add_header("Accept: application/json");
    if (!request.key.empty() && !contains_control_characters(request.key) && request.key.find_first_of("\r\n") == std::string::npos)
        add_header("Authorization: Bearer " + request.key);
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list, &curl_slist_free_all);

    curl_easy_setopt(curl.get(), CURLOPT_URL, request.address.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");  // a proxy would hide which address is reached
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(request.time_max.count()));
    curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.time_max.count()));
    curl_easy_setopt(curl.get(), CURLOPT_USERAGENT, "KommunalCampus");
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_POST, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, request.body.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Transfer::take_body);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
    curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETDATA, &transfer);

    const CURLcode code = curl_easy_perform(curl.get());
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK)
        reply.problem = problem_text(code, transfer);
    else if (status != 200)
        reply.problem = fmt::format("Der Server des Sprachmodells antwortet mit dem Fehler {}.", status);
    else
        reply.body = std::move(transfer.body);
    return reply;
}

}  // namespace kc::extraction
