// Which files an import means: files as they are named, folders walked.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace kenkod::cli {

struct ImportFile {
  std::string path;      // "-" = standard input
  bool readable = true;  // false: it or its folder cannot be opened; told in its line
};

// In the order of `names`. A folder gives its regular files, those of its folders too, sorted by name;
// without hidden ones and without links to folders: a link may lead out of the folder or in a circle.
[[nodiscard]] std::vector<ImportFile> list_files(std::span<const std::string> names);

}  // namespace kenkod::cli
