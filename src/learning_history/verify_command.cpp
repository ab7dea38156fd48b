// SPDX-License-Identifier: EUPL-1.2
#include "learning_history/verify_command.hpp"

#include "learning_history/document.hpp"

#include <fstream>
#include <ostream>

#include <fmt/format.h>

namespace kc::learning_history {

namespace {

// One byte more than can be right, so that the reader says itself what is too large.
std::optional<std::string> content_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    std::string content(document_bytes_max + 1, '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (in.bad()) return std::nullopt;
    content.resize(static_cast<std::size_t>(in.gcount()));
    return content;
}

std::string_view sentence_of(DocumentProblem problem) {
    switch (problem) {
        case DocumentProblem::empty: return "Die Datei ist leer.";
        case DocumentProblem::too_large: return "Die Datei ist größer als 512 KiB und damit keine Lernhistorie.";
        case DocumentProblem::not_a_token: return "Das ist keine Lernhistorie. Erwartet wird eine Datei mit der Endung .jwt.";
        case DocumentProblem::unsupported: return "Diese Art von Signatur oder diese Fassung der Form wird nicht unterstützt.";
        case DocumentProblem::altered: return "Die Datei wurde verändert: Die Signatur passt nicht.";
        case DocumentProblem::not_a_history: return "Die Datei ist signiert, enthält aber keine lesbare Lernhistorie.";
    }
    return "";
}

std::string_view sentence_of(Trust trust) {
    switch (trust) {
        case Trust::own: return "Der Schlüssel gehört zu dieser Plattform.";
        case Trust::trusted: return "Der Schlüssel gehört zu einer anerkannten Stelle.";
        case Trust::withdrawn: return "Der Schlüssel gehört zu einer Stelle, die nicht mehr anerkannt ist.";
        case Trust::unknown: return "Der Schlüssel ist dieser Plattform nicht bekannt.";
    }
    return "";
}

}  // namespace

int run_verify(const VerifyCommand& command, storage::Database* database, std::ostream& out, std::ostream& problems) {
    const auto content = content_of(command.file);
    if (!content) {
        problems << fmt::format("Die Datei {} lässt sich nicht lesen.\n", command.file.string());
        return 1;
    }
    const auto document = read_document(*content);
    if (!document) {
        problems << sentence_of(document.error()) << '\n';
        return 1;
    }
    out << fmt::format("Unverändert. {} Zeilen, ausgestellt am {}.\nAls ausstellende Stelle genannt: {} ({})\nSchlüssel: {}\n",
                       document->entries.size(), to_iso(document->issued_at), document->issuer_name, document->issuer, document->key.thumbprint());
    if (command.key) {
        const auto written = content_of(*command.key);
        const auto key = written ? parse_public_key(*written) : std::nullopt;
        if (!key) {
            problems << fmt::format("In {} steht kein öffentlicher Schlüssel für Ed25519, oder es sind mehrere.\n", command.key->string());
            return 1;
        }
        if (*key != document->key) {
            problems << "Signiert mit einem anderen Schlüssel als dem angegebenen.\n";
            return 1;
        }
        out << "Signiert mit dem angegebenen Schlüssel.\n";
    }
    if (database != nullptr) {
        const auto standing = database->read([&](storage::Session& session) { return standing_of(session, document->key); });
        const bool counts = standing.trust == Trust::own || standing.trust == Trust::trusted;
        (counts ? out : problems) << sentence_of(standing.trust) << (standing.name.empty() ? "" : " " + standing.name) << '\n';
        if (!counts) return 1;
    }
    if (!command.key && database == nullptr) {
        out << "Ob der Schlüssel der genannten Stelle gehört, ist damit nicht geprüft. Dafür gibt es --key und --database.\n";
    }
    return 0;
}

}  // namespace kc::learning_history
