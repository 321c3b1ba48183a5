#include "client-cli/import/file_list.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace kenkod::cli {
namespace {

namespace fs = std::filesystem;

void add_file(const std::string& path, std::vector<ImportFile>& files) {
  files.push_back({path, path == "-" || ::access(path.c_str(), R_OK) == 0});
}

void add_folder(const fs::path& folder, std::vector<ImportFile>& files) {
  std::error_code error;
  std::vector<fs::path> inside;
  fs::directory_iterator each(folder, error);
  for (; !error && each != fs::directory_iterator(); each.increment(error)) inside.push_back(each->path());
  if (error) files.push_back({folder.string(), false});
  std::ranges::sort(inside);
  for (const fs::path& path : inside) {
    if (path.filename().native().starts_with('.')) continue;
    const auto status = fs::symlink_status(path, error);
    if (fs::is_directory(status))
      add_folder(path, files);
    else if (fs::is_regular_file(status) || fs::is_regular_file(fs::status(path, error)))
      add_file(path.string(), files);
  }
}

}  // namespace

std::vector<ImportFile> list_files(std::span<const std::string> names) {
  std::vector<ImportFile> files;
  for (const std::string& name : names) {
    std::error_code error;
    if (name != "-" && fs::is_directory(name, error))
      add_folder(name, files);
    else
      add_file(name, files);
  }
  return files;
}

}  // namespace kenkod::cli
