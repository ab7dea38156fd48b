// SPDX-License-Identifier: EUPL-1.2
#include "competence/framework.hpp"

#include "storage/changes.hpp"
#include "storage/database.hpp"

namespace kc::competence {

FrameworkSource::FrameworkSource(storage::Database& database) : database_(database) { reload(); }

std::shared_ptr<const CompetenceFramework> FrameworkSource::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void FrameworkSource::reload() {
    auto loaded = database_.read([](storage::Session& session) { return std::make_shared<const CompetenceFramework>(load_framework(session)); });
    const std::lock_guard lock(mutex_);
    current_ = std::move(loaded);
}

void FrameworkSource::follow(storage::ChangeFeed& feed) {
    const auto renew = [this](std::span<const std::int64_t>) { reload(); };
    feed.subscribe(storage::ChangeTopic::framework, renew);
    feed.subscribe(storage::ChangeTopic::role_profile, renew);
    feed.subscribe(storage::ChangeTopic::organisation, renew);  // places and seats
}

}  // namespace kc::competence
