// SPDX-License-Identifier: EUPL-1.2
#include "consent/ask.hpp"
#include "consent/pages.hpp"
#include "consent/views.hpp"
#include "web/api_response.hpp"
#include "web/json_reader.hpp"
#include "web/json_schema.hpp"

namespace kc::consent {

namespace {

constexpr std::string_view api_path = "/api/v1/me/consents";

struct ConsentsJson {
    std::vector<ConsentView> consents;
};
BOOST_DESCRIBE_STRUCT(ConsentsJson, (), (consents))

// The text the caller has shown: its version, and the language it was read in.
struct AgreementBody {
    int version = 0;
    Language language{};
};
BOOST_DESCRIBE_STRUCT(AgreementBody, (), (version, language))

class Api {
public:
    Api(const web::Site& site, ConsentService& consents) : site_(site), consents_(consents) {}

    http::Response list(const http::Request& request) const {
        return with_signed_in(request, [&](const Viewer& viewer) {
            ConsentsJson answer;
            for (const auto& own : consents_.list_own(viewer)) {
                answer.consents.push_back(consent_view(own, site_.messages(), web::language_of(request)));
            }
            return web::api_json(answer);
        });
    }

    http::Response give(const http::Request& request) {
        return with_signed_in(request, [&](const Viewer& viewer) {
            web::JsonReader body(request.body());
            const auto version = body.integer("version", {.required = true, .min = 1, .max = 9999});
            const auto language = body.enumerator<Language>("language", true);
            if (!body.finish()) return web::api_problems(request, site_.messages(), body.problems());
            const auto purpose = request.path_value("purpose").value_or("");
            return answered(
                request,
                consents_.give(viewer, {.purpose = purpose, .version = static_cast<int>(*version), .language = *language, .through = api_path}));
        });
    }

    http::Response withdraw(const http::Request& request) {
        return with_signed_in(request, [&](const Viewer& viewer) {
            return answered(request, consents_.withdraw(viewer, request.path_value("purpose").value_or(""), api_path));
        });
    }

private:
    template <class Answer> http::Response with_signed_in(const http::Request& request, Answer&& answer) const {
        const auto* viewer = request.viewer();
        if (viewer == nullptr) return web::api_error(request, 401, "not_signed_in", site_.text(request, "consent.problem.not_signed_in"));
        return answer(*viewer);
    }

    http::Response answered(const http::Request& request, const Result<void, ConsentError>& done) const {
        if (done) return http::no_content();
        return web::api_error(request, status_of(done.error()), boost::describe::enum_to_string(done.error(), ""),
                              site_.text(request, message_key_of(done.error())));
    }

    const web::Site& site_;
    ConsentService& consents_;
};

}  // namespace

void register_api(http::Router& router, const web::Site& site, ConsentService& consents) {
    using http::Method;
    const auto api = std::make_shared<Api>(site, consents);
    const std::string path(api_path);
    router.add(Method::get, path,
               {.name = "listMyConsents",
                .summary = "Eigene Einwilligungen: Text, Stand, Folgen eines Widerrufs, Nachweise",
                .response_schema = web::json_schema<ConsentsJson>()},
               [api](http::Request& request) { return api->list(request); });
    router.add(Method::post, path + "/{purpose}/agreement",
               {.secret_in_path = true,
                .name = "giveMyConsent",
                .summary = "In den geltenden Text eines Zwecks einwilligen",
                .request_schema = web::json_schema<AgreementBody>()},
               [api](http::Request& request) { return api->give(request); });
    router.add(Method::post, path + "/{purpose}/withdrawal",
               {.secret_in_path = true, .name = "withdrawMyConsent", .summary = "Einwilligung widerrufen; wirkt sofort, auch auf die Daten daraus"},
               [api](http::Request& request) { return api->withdraw(request); });
}

}  // namespace kc::consent
