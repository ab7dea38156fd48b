// SPDX-License-Identifier: EUPL-1.2
// Stores what people report through the feedback form. Only the address they type in themselves is kept, never who was signed in.
#pragma once

#include "base/clock.hpp"
#include "storage/database.hpp"
#include "web/site_pages.hpp"

namespace kc::app {

class FeedbackBox {
public:
    FeedbackBox(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    void store(const web::Feedback& feedback);
    bool set_done(FeedbackId id, PersonId by);  // false when there is no such open feedback

private:
    storage::Database& database_;
    const Clock& clock_;
};

}  // namespace kc::app
