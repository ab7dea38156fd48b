// SPDX-License-Identifier: EUPL-1.2
// The same server behind TLS, with a P-256 certificate made for the test.
#include "http/tests/test_server.hpp"

#include <fstream>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace kc;
using namespace kc::http;
using namespace kc::http::test;

namespace {

void write_certificate(const std::filesystem::path& certificate_file, const std::filesystem::path& key_file) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 24 * 3600);
    X509_set_pubkey(certificate, key);
    auto* name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_sign(certificate, key, EVP_sha256());
    FILE* out = std::fopen(certificate_file.c_str(), "w");
    PEM_write_X509(out, certificate);
    std::fclose(out);
    out = std::fopen(key_file.c_str(), "w");
    PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

class TlsClient {
public:
    explicit TlsClient(std::uint16_t port, int highest = 0) {
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
        timeval limit{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        context_ = SSL_CTX_new(TLS_client_method());
        if (highest != 0) {
            SSL_CTX_set_security_level(context_, 0);
            SSL_CTX_set_min_proto_version(context_, TLS1_VERSION);
            SSL_CTX_set_max_proto_version(context_, highest);
        }
        ssl_ = SSL_new(context_);
        SSL_set_fd(ssl_, socket_);
        connected = SSL_connect(ssl_) == 1;
    }
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;
    ~TlsClient() {
        SSL_free(ssl_);
        SSL_CTX_free(context_);
        ::close(socket_);
    }
    void send(std::string_view bytes) {
        if (SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) <= 0) throw std::runtime_error("the server has closed");
    }
    std::string read(std::size_t size) {
        std::string out;
        char piece[16384];
        while (out.size() < size) {
            const int n = SSL_read(ssl_, piece, static_cast<int>(std::min(sizeof piece, size - out.size())));
            if (n <= 0) break;
            out.append(piece, static_cast<std::size_t>(n));
        }
        return out;
    }
    std::string read_head() {
        std::string out;
        while (!out.ends_with("\r\n\r\n")) {
            const auto next = read(1);
            if (next.empty()) break;
            out += next;
        }
        return out;
    }
    bool clean_end() {
        char byte;
        const int n = SSL_read(ssl_, &byte, 1);
        return n <= 0 && SSL_get_error(ssl_, n) == SSL_ERROR_ZERO_RETURN;
    }
    bool connected = false;

private:
    int socket_;
    SSL_CTX* context_;
    SSL* ssl_;
};

struct Fixture {
    ScratchDirectory directory;
    std::unique_ptr<TestServer> server;
    explicit Fixture(ServerOptions options = {}) {
        options.tls_certificate = directory.path / "cert.pem";
        options.tls_key = directory.path / "key.pem";
        write_certificate(options.tls_certificate, options.tls_key);
        std::ofstream(directory.path / "gross.bin") << big();
        server = std::make_unique<TestServer>(
            [this](Router& router) {
                router.get("/", [](Request& request) { return html(request.secure ? "secure" : "open").cookie({.name = "a", .value = "b"}); });
                router.get("/text", [](Request&) { return bytes(big(), "application/octet-stream"); });
                router.get("/datei", [this](Request&) { return file({.path = directory.path / "gross.bin"}); });
                router.post("/", [](Request& request) { return text(std::to_string(request.body().size())); });
            },
            options);
    }
    static const std::string& big() {
        static const std::string text = [] {
            std::string out(300'000, '\0');
            for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>('a' + i * 7 % 26);
            return out;
        }();
        return text;
    }
};

}  // namespace

TEST_CASE("over TLS pages, files, ranges and uploads work as without, cookies are secure and HSTS is set") {
    Fixture fixture;
    TlsClient client(fixture.server->port);
    REQUIRE(client.connected);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto head = client.read_head();
    CHECK(head.starts_with("HTTP/1.1 200 OK"));
    CHECK(head.find("Strict-Transport-Security: max-age=") != std::string::npos);
    CHECK(head.find("Set-Cookie: a=b; Path=/; HttpOnly; Secure; SameSite=Lax") != std::string::npos);
    CHECK(client.read(6) == "secure");
    client.send("GET /text HTTP/1.1\r\nHost: a\r\n\r\nGET /datei HTTP/1.1\r\nHost: a\r\n\r\n");
    client.read_head();
    CHECK(client.read(Fixture::big().size()) == Fixture::big());
    client.read_head();
    CHECK(client.read(Fixture::big().size()) == Fixture::big());
    client.send("GET /datei HTTP/1.1\r\nHost: a\r\nRange: bytes=100-199\r\n\r\n");
    CHECK(client.read_head().starts_with("HTTP/1.1 206"));
    CHECK(client.read(100) == Fixture::big().substr(100, 100));
    client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 300000\r\n\r\n" + Fixture::big());
    client.read_head();
    CHECK(client.read(6) == "300000");
    CHECK(client.clean_end());
}

TEST_CASE("old TLS versions and plain text are refused, and the server lives on") {
    Fixture fixture;
    CHECK(!TlsClient(fixture.server->port, TLS1_1_VERSION).connected);
    CHECK(TlsClient(fixture.server->port, TLS1_2_VERSION).connected);
    RawClient plain(fixture.server->port);
    plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(plain.read_answer().status == 0);
    CHECK(TlsClient(fixture.server->port).connected);
}

TEST_CASE("a TLS client that stalls in the handshake or in a request is let go, the latter with 408") {
    ServerOptions options;
    options.header_timeout = std::chrono::milliseconds(400);
    Fixture fixture(options);
    RawClient silent(fixture.server->port);
    CHECK(silent.ended());
    for (int attempt = 0; attempt < 5; ++attempt) {  // the handshake itself may be too slow on a loaded machine
        TlsClient stalled(fixture.server->port);
        if (!stalled.connected) continue;
        stalled.send("GET / HTTP/1.1\r\nHo");
        const auto head = stalled.read_head();
        if (head.empty()) continue;
        CHECK(head.starts_with("HTTP/1.1 408"));
        return;
    }
    FAIL("no attempt was answered");
}

TEST_CASE("a TLS server stops in order") {
    Fixture fixture;
    TlsClient idle(fixture.server->port);
    idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(idle.read_head().starts_with("HTTP/1.1 200"));
    fixture.server->server->stop(std::chrono::seconds(30));
    CHECK(fixture.server->server->numbers().connections == 0);
}

TEST_CASE("an unusable certificate is named when the server is made") {
    Router router;
    ServerOptions options;
    options.tls_certificate = "/nonexistent/cert.pem";
    CHECK_THROWS_AS(Server(options, router), std::runtime_error);
    options.tls_key = "/nonexistent/key.pem";
    try {
        Server server(options, router);
        FAIL("made without a certificate");
    } catch (const std::runtime_error& refusal) {
        CHECK(std::string(refusal.what()).find("/nonexistent/cert.pem") != std::string::npos);
    }
    ScratchDirectory one, two;
    write_certificate(one.path / "c", one.path / "k");
    write_certificate(two.path / "c", two.path / "k");
    options.tls_certificate = one.path / "c";
    options.tls_key = two.path / "k";
    CHECK_THROWS_AS(Server(options, router), std::runtime_error);
}
