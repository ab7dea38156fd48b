// SPDX-License-Identifier: EUPL-1.2
#include "http/request_builder.hpp"

#include "http/url_coding.hpp"

#include <stdexcept>

namespace kc::http {

RequestBuilder::RequestBuilder(Method method, std::string_view target) {
    request_.method = method;
    request_.target = target;
    request_.number = "TEST01-0001";
    request_.remote_address = "192.0.2.1";
    request_.host = "localhost";
    const auto mark = target.find('?');
    auto path = decode_path(target.substr(0, mark));
    auto query = decode_form(mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1));
    if (!path || !query) throw std::invalid_argument("the server would refuse this target: " + std::string(target));
    request_.path = std::move(*path);
    request_.parts().query = std::move(*query);
}

RequestBuilder& RequestBuilder::query(std::string_view name, std::string_view value) {
    request_.parts().query.push_back({std::string(name), std::string(value)});
    request_.target += request_.target.find('?') == std::string::npos ? '?' : '&';
    request_.target += encode_component(name) + '=' + encode_component(value);
    return *this;
}

RequestBuilder& RequestBuilder::form(std::string_view name, std::string_view value) {
    if (!is_clean_text(name) || !is_clean_text(value)) throw std::invalid_argument("the server would refuse this form value");
    request_.parts().form.push_back({std::string(name), std::string(value)});
    return *this;
}

RequestBuilder& RequestBuilder::file(std::string_view field, std::string_view file_name, std::string_view content_type, std::string_view content) {
    UploadedFile upload{std::string(field), std::string(file_name), std::string(content_type), TempFile::create({})};
    upload.file.write(content);
    upload.file.close();
    request_.files().push_back(std::move(upload));
    return *this;
}

RequestBuilder& RequestBuilder::cookie(std::string_view name, std::string_view value) {
    if (!cookies_.empty()) cookies_ += "; ";
    cookies_ += std::string(name) + '=' + std::string(value);
    request_.parts().headers.set("Cookie", cookies_);
    return *this;
}

RequestBuilder& RequestBuilder::header(std::string_view name, std::string_view value) {
    request_.parts().headers.add(name, value);
    return *this;
}

RequestBuilder& RequestBuilder::body(std::string_view bytes, std::string_view content_type) {
    request_.parts().body = bytes;
    request_.parts().headers.set("Content-Type", content_type);
    return *this;
}

RequestBuilder& RequestBuilder::path_value(std::string_view name, std::string_view value) {
    request_.parts().path_values.push_back({std::string(name), std::string(value)});
    return *this;
}

RequestBuilder& RequestBuilder::viewer(Viewer viewer) {
    request_.set_viewer(std::move(viewer));
    return *this;
}

RequestBuilder& RequestBuilder::language(Language language) {
    request_.language = language;
    return *this;
}

RequestBuilder& RequestBuilder::context(SessionContext context) {
    request_.context = std::move(context);
    return *this;
}

RequestBuilder& RequestBuilder::remote_address(std::string_view address) {
    request_.remote_address = address;
    return *this;
}

RequestBuilder& RequestBuilder::secure(bool on) {
    request_.secure = on;
    return *this;
}

Request RequestBuilder::build() { return std::move(request_); }

}  // namespace kc::http
