// Manager.TestCard: the card signs a text that is no log-in.
#pragma once

#include "jobs/card_signature.hpp"

namespace kenkod::jobs {

[[nodiscard]] loop::Task<CardSignature> test_card(Services& services, Call call, std::string reader);

}  // namespace kenkod::jobs
