#include "parse/person_name.hpp"

#include "common/name_folding.hpp"

namespace kenkod::parse {

void set_only_name(Subject& subject, std::string_view name) {
  subject.name = name;
  if (script_of(name) == Script::kana) subject.kana = name;
}

}  // namespace kenkod::parse
