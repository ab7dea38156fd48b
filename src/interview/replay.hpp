// SPDX-License-Identifier: EUPL-1.2
// Plays recorded answers against a guide, without a database: which questions are asked, what is proposed, which profile results.
// Those who edit a guide see at once what their change does; a recording with expectations is a test of the guide.
#pragma once

#include "interview/guide.hpp"
#include "interview/understanding.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace kc::interview {

struct RecordedAnswer {
    std::string question;
    Outcome outcome{};
    std::vector<std::string> values;
    std::vector<std::pair<std::string, std::string>> decisions;  // competence → "yes", "no" or a level; the others: as proposed
    int line = 0;
    bool asked = false;
};

struct Expectation {
    std::string competence;
    int level = 0;
    int line = 0;
};

struct Recording {
    std::vector<RecordedAnswer> answers;
    std::vector<std::string> path;  // expected keys in order; empty: any
    int path_line = 0;
    std::vector<Expectation> levels;
};

struct RecordingReading {
    Recording recording;
    std::vector<GuideProblem> problems;
};
RecordingReading read_recording(const std::filesystem::path& file);
RecordingReading read_recording_text(const std::string& text);

struct ReplayedTurn {
    std::string key, question, answer;
    std::vector<std::string> proposals;  // "Gesprächsführung: Stufe 3 (bestätigt)"
};

struct ReplayedLevel {
    std::string slug, name, origin;
    int level = 0, target = 0;
};

struct Replay {
    std::vector<ReplayedTurn> turns;
    std::vector<ReplayedLevel> levels;
    std::vector<std::string> interests;
    std::string present, future;
    EndReason reason{};
    int saved = 0, seconds = 0;
    bool useful = false;
    std::vector<GuideProblem> problems;  // what in the recording does not fit the guide, with its line
};

Replay replay(const Guide& guide, const competence::CompetenceFramework& framework, Recording recording, const Understand& understand, Date today);

}  // namespace kc::interview
