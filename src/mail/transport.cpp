// SPDX-License-Identifier: EUPL-1.2
// The two ways out: SMTP through libcurl, or files for a machine without a mail server.
#include "mail/sender.hpp"

#include <fstream>
#include <system_error>

#include <curl/curl.h>

namespace kc::mail {

namespace {

struct CurlGlobal {
    CurlGlobal() { curl_global_init(CURL_GLOBAL_DEFAULT); }
    ~CurlGlobal() { curl_global_cleanup(); }
};

class SmtpTransport final : public MailTransport {
public:
    explicit SmtpTransport(const MailOptions& options) : options_(options) { static const CurlGlobal global; }

    Delivery deliver(const Message& message) override {
        const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
        if (!curl) return {.error = "curl could not be started"};
        Upload upload{format_message(message), 0};
        const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(
            curl_slist_append(nullptr, ("<" + message.recipient + ">").c_str()), &curl_slist_free_all);

        curl_easy_setopt(curl.get(), CURLOPT_URL, options_.smtp_url.c_str());
        curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);  // other threads run beside this one
        curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, static_cast<long>(options_.timeout.count()));
        curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, static_cast<long>(options_.timeout.count()));
        curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, static_cast<long>(options_.tls_required ? CURLUSESSL_ALL : CURLUSESSL_TRY));
        if (!options_.smtp_user.empty()) {
            curl_easy_setopt(curl.get(), CURLOPT_USERNAME, options_.smtp_user.c_str());
            curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, options_.smtp_password.c_str());
        }
        curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, ("<" + options_.from_address + ">").c_str());
        curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
        curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, &read_upload);
        curl_easy_setopt(curl.get(), CURLOPT_READDATA, &upload);
        curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);

        const CURLcode code = curl_easy_perform(curl.get());
        if (code == CURLE_OK) return {.delivered = true};
        long answer = 0;
        curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer);
        // curl's own words only: the server's answer may repeat the address. A refused sign-in is for the operator to mend.
        const bool permanent = answer >= 550 && answer <= 559 && code != CURLE_LOGIN_DENIED;
        return {.permanent = permanent, .error = fmt::format("{} (SMTP {})", curl_easy_strerror(code), answer)};
    }

private:
    struct Upload {
        std::string text;
        std::size_t sent;
    };
    static std::size_t read_upload(char* to, std::size_t size, std::size_t count, void* data) {
        auto& upload = *static_cast<Upload*>(data);
        const std::size_t bytes = std::min(size * count, upload.text.size() - upload.sent);
        upload.text.copy(to, bytes, upload.sent);
        upload.sent += bytes;
        return bytes;
    }

    const MailOptions options_;
};

class FileTransport final : public MailTransport {
public:
    explicit FileTransport(std::filesystem::path directory) : directory_(std::move(directory)) {}

    Delivery deliver(const Message& message) override {
        std::error_code error;
        std::filesystem::create_directories(directory_, error);
        if (error) return {.error = "the mail directory cannot be created: " + error.message()};
        std::string name = message.message_id.substr(0, message.message_id.find('@'));
        const auto target = directory_ / (name + ".eml");
        const auto partial = directory_ / (name + ".part");
        {
            std::ofstream out(partial, std::ios::binary | std::ios::trunc);
            out << format_message(message);
            out.flush();
            if (!out) return {.error = "the mail file cannot be written; is the disk full?"};
        }
        std::filesystem::permissions(partial, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
        std::filesystem::rename(partial, target, error);  // a reader never sees half a mail
        if (error) return {.error = "the mail file cannot be named: " + error.message()};
        return {.delivered = true};
    }

private:
    const std::filesystem::path directory_;
};

// Neither a server nor a directory: every mail waits, and the operator's page says why.
class NoTransport final : public MailTransport {
public:
    Delivery deliver(const Message&) override { return {.error = "neither an SMTP server nor a mail directory is configured"}; }
};

}  // namespace

std::unique_ptr<MailTransport> make_transport(const MailOptions& options) {
    if (!options.smtp_url.empty()) return std::make_unique<SmtpTransport>(options);
    if (!options.directory.empty()) return std::make_unique<FileTransport>(options.directory);
    return std::make_unique<NoTransport>();
}

}  // namespace kc::mail
