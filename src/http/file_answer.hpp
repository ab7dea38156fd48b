// SPDX-License-Identifier: EUPL-1.2
// Files from disk as answers: which ready-made compression, whether the client's copy is still good, which part of it.
#pragma once

#include "http/prepared_response.hpp"

namespace kc::http {

struct FileAnswer {
    int status = 200;  // 200, 206, 304, 404, 416
    FilePart part;     // for 200 and 206
};

// Opens the file and sets its headers in `headers` (those already set are kept).
FileAnswer answer_file(const FileBody& body, const AnswerContext& context, Headers& headers);

}  // namespace kc::http
