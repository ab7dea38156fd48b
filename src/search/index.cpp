// SPDX-License-Identifier: EUPL-1.2
// Building an index, changing it, and writing it anew.
#include "search/index.hpp"

#include <algorithm>
#include <thread>
#include <unordered_set>

#include "search/state.hpp"

namespace kc::search {

namespace {

constexpr std::size_t batch_documents = 2048;      // analysed together, one part per thread
constexpr std::uint32_t small_segment_max = 1024;  // larger ones are left to compacted(), so that a change takes milliseconds
constexpr std::size_t segments_max = 10;           // beyond, each query pays for the number of segments

std::size_t live_documents(const IndexState& state) {
    std::size_t n = 0;
    for (const auto& view : state.segments) n += view.live_count;
    return n;
}

std::string folded_words(const Analyzer& analyzer, std::string_view text) {
    std::vector<Word> words;
    analyzer.words(text, words);
    std::string folded;
    for (const auto& word : words) {
        if (!folded.empty()) folded += ' ';
        folded += analyzer.folded(word.text);
    }
    return folded;
}

}  // namespace

SegmentView all_live(std::shared_ptr<const Segment> segment) {
    std::vector<BitWord> live(bit_words(segment->documents), ~BitWord{0});
    if (segment->documents % 64 != 0) live.back() = (BitWord{1} << (segment->documents % 64)) - 1;
    const auto count = segment->documents;
    return {std::move(segment), std::make_shared<const std::vector<BitWord>>(std::move(live)), count};
}

std::vector<Bits> visible_documents(const IndexState& state, std::span<const std::int64_t> member_of) {
    std::vector<Bits> visible;
    for (const auto& view : state.segments) {
        const auto& segment = *view.segment;
        Bits documents(segment.documents);
        std::copy(segment.open.begin(), segment.open.end(), documents.data());
        for (const auto id : member_of) {
            const auto group = std::lower_bound(segment.closed.begin(), segment.closed.end(), id,
                                                [](const ClosedGroup& a, std::int64_t b) { return a.only_for < b; });
            if (group == segment.closed.end() || group->only_for != id) continue;
            for (const auto document : group->documents) documents.set(document);
        }
        for (std::size_t i = 0; i < documents.words(); ++i) documents.data()[i] &= (*view.live)[i];
        visible.push_back(std::move(documents));
    }
    return visible;
}

struct IndexBuilder::Work {
    Schema schema;
    std::shared_ptr<const Analyzer> analyzer;
    unsigned threads;
    std::vector<Label> labels;
    std::vector<Document> batch;
    std::vector<std::unique_ptr<DraftWriter>> writers;  // one per thread

    void write() {
        const auto part = [&](std::size_t thread) {
            const auto from = batch.size() * thread / writers.size(), to = batch.size() * (thread + 1) / writers.size();
            for (auto i = from; i < to; ++i) writers[thread]->add(batch[i]);
        };
        std::vector<std::exception_ptr> failures(writers.size());
        std::vector<std::thread> helpers;
        for (std::size_t thread = 1; thread < writers.size(); ++thread) {
            helpers.emplace_back([&, thread] {
                try {
                    part(thread);
                } catch (...) {
                    failures[thread] = std::current_exception();
                }
            });
        }
        try {
            part(0);
        } catch (...) {
            failures[0] = std::current_exception();
        }
        for (auto& helper : helpers) helper.join();
        for (const auto& failure : failures) {
            if (failure) std::rethrow_exception(failure);
        }
        batch.clear();
    }
};

IndexBuilder::IndexBuilder(Schema schema, std::shared_ptr<const Analyzer> analyzer, unsigned threads)
    : work_(std::make_unique<Work>(Work{std::move(schema), std::move(analyzer), std::clamp(threads, 1U, 16U), {}, {}, {}})) {
    for (unsigned i = 0; i < work_->threads; ++i) work_->writers.push_back(std::make_unique<DraftWriter>(work_->schema, *work_->analyzer));
}

IndexBuilder::~IndexBuilder() = default;

void IndexBuilder::add(Document document) {
    work_->batch.push_back(std::move(document));
    if (work_->batch.size() >= batch_documents) work_->write();
}

void IndexBuilder::add_label(std::size_t facet, std::uint16_t value, std::string text) {
    auto folded = folded_words(*work_->analyzer, text);
    work_->labels.push_back({facet, value, std::move(text), std::move(folded)});
}

std::shared_ptr<const Index> IndexBuilder::build() {
    work_->write();
    Draft draft = std::move(work_->writers[0]->draft());
    for (std::size_t i = 1; i < work_->writers.size(); ++i) {
        draft.append(work_->writers[i]->draft());
        work_->writers[i]->draft() = {};
    }
    auto state = std::make_shared<IndexState>();
    state->segments.push_back(all_live(make_segment(work_->schema, *work_->analyzer, std::move(draft), work_->threads)));
    state->schema = work_->schema;
    state->analyzer = work_->analyzer;
    state->labels = std::make_shared<const std::vector<Label>>(std::move(work_->labels));
    return std::make_shared<const Index>(std::move(state));
}

Index::Index(std::shared_ptr<const IndexState> state) : state_(std::move(state)) {}
Index::~Index() = default;

std::shared_ptr<const Index> Index::with_changes(std::span<const Document> changed, std::span<const DocumentKey> removed) const {
    auto state = std::make_shared<IndexState>(*state_);
    std::vector<DocumentKey> gone(removed.begin(), removed.end());
    const std::unordered_set<DocumentKey> dropped(removed.begin(), removed.end());
    DraftWriter writer(state->schema, *state->analyzer);
    for (const auto& document : changed) {
        gone.push_back(document.key);
        if (!dropped.contains(document.key)) writer.add(document);
    }
    for (auto& view : state->segments) {
        std::shared_ptr<std::vector<BitWord>> live;  // copied once something is gone
        for (const auto key : gone) {
            const auto document = view.segment->find(key);
            if (!document) continue;
            if (!live) live = std::make_shared<std::vector<BitWord>>(*view.live);
            auto& word = (*live)[*document >> 6];
            const auto bit = BitWord{1} << (*document & 63);
            view.live_count -= (word & bit) != 0 ? 1 : 0;
            word &= ~bit;
        }
        if (live) view.live = std::move(live);
    }
    auto& draft = writer.draft();
    if (!draft.documents.empty()) {
        // Small segments that are no larger than a few times the new one are written into it: few segments, and little to write.
        while (state->segments.size() > 1) {
            const auto& last = state->segments.back();
            if (last.live_count > small_segment_max || last.live_count > 4 * draft.documents.size()) break;
            draft.append(*last.segment, last.live.get());
            state->segments.pop_back();
        }
        state->segments.push_back(all_live(make_segment(state->schema, *state->analyzer, std::move(draft), 1)));
    }
    std::erase_if(state->segments, [&](const SegmentView& view) { return view.live_count == 0 && &view != &state->segments.front(); });
    return std::make_shared<const Index>(std::move(state));
}

std::shared_ptr<const Index> Index::with_language(std::shared_ptr<const Analyzer> analyzer) const {
    auto state = std::make_shared<IndexState>(*state_);
    state->analyzer = std::move(analyzer);
    return std::make_shared<const Index>(std::move(state));
}

bool Index::wants_compaction() const {
    const auto& first = state_->segments.front();
    const auto live = live_documents(*state_);
    const auto dead = first.segment->documents - first.live_count;
    const auto beside = live - first.live_count;
    return state_->segments.size() > segments_max || dead * 10 > first.segment->documents + 1000 || beside * 10 > live + 1000;
}

std::shared_ptr<const Index> Index::compacted(unsigned threads) const {
    Draft draft;
    for (const auto& view : state_->segments) draft.append(*view.segment, view.live.get());
    auto state = std::make_shared<IndexState>(*state_);
    state->segments.assign(1, all_live(make_segment(state->schema, *state->analyzer, std::move(draft), threads)));
    return std::make_shared<const Index>(std::move(state));
}

std::size_t Index::documents() const { return live_documents(*state_); }

bool Index::contains(DocumentKey key) const {
    return std::any_of(state_->segments.begin(), state_->segments.end(), [&](const SegmentView& view) {
        const auto document = view.segment->find(key);
        return document && ((*view.live)[*document >> 6] >> (*document & 63) & 1) != 0;
    });
}

std::size_t Index::memory_bytes() const {
    std::size_t bytes = 0;
    for (const auto& view : state_->segments) bytes += view.segment->memory_bytes() + view.live->capacity() * 8;
    return bytes;
}

const Schema& Index::schema() const { return state_->schema; }

}  // namespace kc::search
