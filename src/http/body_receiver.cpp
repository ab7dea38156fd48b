// SPDX-License-Identifier: EUPL-1.2
#include "http/body_receiver.hpp"

#include "http/multipart.hpp"

namespace kc::http {

BodyReceiver::BodyReceiver(Request& request, Options options) : request_(request), options_(std::move(options)) {
    const auto type = request.header("Content-Type").value_or("");
    if (MultipartParser::is_form(type)) {
        const auto boundary = MultipartParser::boundary_of(type);
        if (!boundary) {
            refusal_ = 400;
            return;
        }
        auto parts = request.parts();
        multipart_ = std::make_unique<MultipartParser>(*boundary, options_.directory, parts.form, parts.files);
    } else if (options_.to_file) {
        request.body_file() = TempFile::create(options_.directory);
    }
}

BodyReceiver::~BodyReceiver() = default;

void BodyReceiver::put(std::string_view bytes) {
    if (refusal_ != 0) return;
    received_ += bytes.size();
    if (received_ > options_.bytes_max) {
        refusal_ = 413;
        return;
    }
    if (multipart_) {
        if (!multipart_->put(bytes)) refusal_ = 400;
        return;
    }
    auto parts = request_.parts();
    if (!parts.body_file && parts.body.size() + bytes.size() > options_.in_memory_max) {
        parts.body_file = TempFile::create(options_.directory);
        parts.body_file.write(parts.body);
        parts.body = {};
    }
    if (parts.body_file) {
        parts.body_file.write(bytes);
    } else {
        parts.body += bytes;
    }
}

int BodyReceiver::finish() {
    if (refusal_ != 0) return refusal_;
    if (multipart_) return multipart_->finish() ? 0 : 400;
    if (request_.body_file()) {
        request_.body_file().close();
        if (!options_.to_file) request_.parts().map_body_file();
    }
    return 0;
}

}  // namespace kc::http
