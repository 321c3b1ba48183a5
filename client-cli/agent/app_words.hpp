// Who asks, as far as it is proved.
#pragma once

#include <string>

namespace kenkod::cli {

[[nodiscard]] std::string app_words(bool sandboxed, const std::string& app);

}  // namespace kenkod::cli
