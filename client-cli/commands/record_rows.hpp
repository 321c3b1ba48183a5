// All rows of one kind of records, page by page.
#pragma once

#include <unistd.h>

#include <vector>

#include "client-cli/client.hpp"
#include "client-cli/show/row.hpp"
#include "client-cli/show/style.hpp"

namespace kenkod::cli {

// Opens a session for the kind, which asks the answer, and ends it. `line`: the filters of "show".
[[nodiscard]] std::vector<Row> record_rows(Client& client, const std::string& kind,
                                           const std::string& purpose, const CommandLine& line);

// Of standard output, or of another descriptor.
[[nodiscard]] Style output_style(int fd = STDOUT_FILENO);

}  // namespace kenkod::cli
