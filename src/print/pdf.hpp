// SPDX-License-Identifier: EUPL-1.2
// A document as a PDF file: A4, embedded font, page numbers, title, language and structure. The same document gives the same bytes.
#pragma once

#include "print/document.hpp"

#include <string>

namespace kc::print {

std::string to_pdf(const Document& document);

}  // namespace kc::print
