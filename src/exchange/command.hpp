// SPDX-License-Identifier: EUPL-1.2
// What `kommunalcampus catalogue import` and `catalogue export` do, over the same services as the pages. Nothing is printed here.
#pragma once

#include "exchange/import_service.hpp"
#include "exchange/offer_writing.hpp"

namespace kc::exchange {

struct CommandAnswer {
    int code = 0;  // 0 done, 1 refused or failed, 2 wrong usage
    std::string out, errors;
};

struct ImportCommand {
    std::string file;
    std::string format;    // moochub, open_vhs, csv, xlsx; empty: detected
    std::string provider;  // its slug
    bool dry_run = false;
    bool row_by_row = false;  // otherwise all or nothing
    bool publish = false;
    bool retire_vanished = false;
};
CommandAnswer import_command(ImportService& imports, const ImportCommand& command);

struct ExportCommand {
    std::string file;
    std::string format = "moochub";  // moochub, csv, json
};
CommandAnswer export_command(const WritingContext& context, const ExportCommand& command);

}  // namespace kc::exchange
