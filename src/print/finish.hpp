// SPDX-License-Identifier: EUPL-1.2
// What cairo 1.16 cannot write: the language of the document, and that the window shows its title instead of the name of the file.
#pragma once

#include <string>

namespace kc::print {

std::string finished(const std::string& pdf, const std::string& language);

}  // namespace kc::print
