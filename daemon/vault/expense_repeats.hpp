// The 医療費のお知らせ of one month comes again in each later download. Decides what of one month is shown.
#pragma once

#include <string_view>

#include "vault/entry.hpp"

namespace kenkod::vault {

// Sorts the entries of one month (or of none) into the order they are shown in and marks them. The same line
// in several documents is shown once, from the newest. The same person, class, facility and days with other
// amounts in a newer document: both stay, the older one is overtaken.
void mark_repeats(Entries<ExpenseItem>& entries, std::string_view month);

}  // namespace kenkod::vault
