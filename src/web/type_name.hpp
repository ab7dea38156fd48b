// SPDX-License-Identifier: EUPL-1.2
// type_name<T>(): the name of a type as the compiler writes it, also of types that are only declared.
// For error messages and for the message keys of enumerators.
#pragma once

#include <string_view>

// Outside of kc: g++ leaves out the namespaces that the function itself lives in.
namespace kc_type_naming {

template <class T> constexpr std::string_view type_name() {
    const std::string_view text = __PRETTY_FUNCTION__;  // g++ "… [with T = kc::Role; std::string_view = …]", clang "… [T = kc::Role]"
    const auto begin = text.find("T = ") + 4;
    const auto semicolon = text.find(';', begin);
    const auto end = semicolon == std::string_view::npos ? text.rfind(']') : semicolon;
    return text.substr(begin, end - begin);
}

}  // namespace kc_type_naming

namespace kc::web {
using kc_type_naming::type_name;
}
