// SPDX-License-Identifier: EUPL-1.2
// Takes a request's body piece by piece and puts it where it belongs: memory, a file, or the fields and files of a multipart form.
#pragma once

#include "http/message_parser.hpp"
#include "http/request.hpp"

#include <filesystem>
#include <memory>

namespace kc::http {

class MultipartParser;

class BodyReceiver : public BodySink {
public:
    struct Options {
        std::uint64_t bytes_max;
        std::uint64_t in_memory_max;
        bool to_file;
        std::filesystem::path directory;
    };
    BodyReceiver(Request& request, Options options);
    ~BodyReceiver() override;

    void put(std::string_view bytes) override;  // throws only when the disk refuses
    int finish();                               // 0, or the status to refuse with
    int refusal() const { return refusal_; }
    std::uint64_t received() const { return received_; }

private:
    Request& request_;
    Options options_;
    std::unique_ptr<MultipartParser> multipart_;
    std::uint64_t received_ = 0;
    int refusal_ = 0;
};

}  // namespace kc::http
