// The gate's table and the interface files name the same methods and the same polkit actions; and what a row
// needs is asked of the caller's state.
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <string>

#include "gate/table.hpp"

namespace kenkod::gate {
namespace {

using Methods = std::map<std::string, std::string>;  // "interface.Member" → polkit action

std::string attribute(xmlNode* node, const char* name) {
  const std::unique_ptr<xmlChar, void (*)(void*)> value(xmlGetProp(node, BAD_CAST name), xmlFree);
  return value ? reinterpret_cast<const char*>(value.get()) : "";
}

std::string action_of(const std::string& comment) {
  std::smatch found;
  return std::regex_search(comment, found, std::regex("Action `([a-z0-9.-]+)`")) ? found.str(1) : "";
}

void walk(xmlNode* node, const std::string& interface, Methods& methods) {
  std::string comment;  // the documentation of an element stands before it
  for (; node != nullptr; node = node->next) {
    if (node->type == XML_COMMENT_NODE) comment = reinterpret_cast<const char*>(node->content);
    if (node->type != XML_ELEMENT_NODE) continue;
    const std::string name = reinterpret_cast<const char*>(node->name);
    if (name == "method") methods[interface + "." + attribute(node, "name")] = action_of(comment);
    if (name == "node" || name == "interface")
      walk(node->children, name == "interface" ? attribute(node, "name") : interface, methods);
    comment.clear();
  }
}

Methods methods_of_the_interface_files() {
  Methods methods;
  for (const auto& file : std::filesystem::directory_iterator(KENKOD_SOURCE_ROOT "/dbus")) {
    // The agent's interface is served by clients, the fetcher's by the fetcher for kenkod alone.
    const auto name = file.path().stem();
    if (file.path().extension() != ".xml" || name == "org.kenkod1.Agent" || name == "org.kenkod1.Fetch")
      continue;
    const std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document(
        xmlReadFile(file.path().c_str(), nullptr, XML_PARSE_NONET), xmlFreeDoc);
    EXPECT_NE(document, nullptr) << file.path();
    if (document != nullptr) walk(xmlDocGetRootElement(document.get()), "", methods);
  }
  return methods;
}

TEST(GateTable, NamesTheMethodsAndActionsOfTheInterfaceFiles) {
  Methods rows;
  for (const auto& row : gate::rows()) {
    const auto added =
        rows.emplace(std::string(row.interface) + "." + std::string(row.member), std::string(row.action));
    EXPECT_TRUE(added.second) << "two rows of " << added.first->first;
  }
  EXPECT_EQ(rows, methods_of_the_interface_files());
}

TEST(GateTable, FindsRowsByInterfaceAndMember) {
  for (const auto& row : gate::rows()) EXPECT_EQ(find_row(row.interface, row.member), &row);
  EXPECT_EQ(find_row("org.kenkod1.Manager", "Query"), nullptr);
  EXPECT_EQ(find_row("org.kenkod1.Session", "getStatus"), nullptr);
}

TEST(GateTable, SandboxedProgramsAreNoAgentsAndNeverMakeACardSign) {
  for (const auto& row : gate::rows())
    EXPECT_EQ(row.sandboxed, row.member != "RegisterAgent" && row.member != "TestCard") << row.member;
}

std::optional<ErrorCode> missing(Needs needs, const State& state) {
  try {
    require(needs, state);
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

TEST(GateTable, AsksForWhatARowNeeds) {
  using enum Needs;
  const State nobody{};
  const State agreed{.consent = true};
  const State ready{.consent = true, .vault = true};
  const State withdrawn{.vault = true};
  for (const auto& state : {nobody, agreed, ready, withdrawn})
    EXPECT_EQ(missing(nothing, state), std::nullopt);

  EXPECT_EQ(missing(consent, nobody), ErrorCode::ConsentRequired);
  EXPECT_EQ(missing(consent, withdrawn), ErrorCode::ConsentRequired);
  EXPECT_EQ(missing(consent, agreed), std::nullopt);

  EXPECT_EQ(missing(consent_no_vault, nobody), ErrorCode::ConsentRequired);
  EXPECT_EQ(missing(consent_no_vault, agreed), std::nullopt);
  EXPECT_EQ(missing(consent_no_vault, ready), ErrorCode::SecretAlreadySet);

  EXPECT_EQ(missing(consent_vault, nobody), ErrorCode::ConsentRequired);
  EXPECT_EQ(missing(consent_vault, withdrawn), ErrorCode::ConsentRequired);
  EXPECT_EQ(missing(consent_vault, agreed), ErrorCode::SecretNotSet);
  EXPECT_EQ(missing(consent_vault, ready), std::nullopt);

  EXPECT_EQ(missing(vault, nobody), ErrorCode::SecretNotSet);
  EXPECT_EQ(missing(vault, withdrawn), std::nullopt);
}

TEST(GateTable, KeepsAnEarlierAccountsVaultShut) {
  const State foreign{.consent = true, .vault = true, .foreign_user = true};
  // Whatever else is missing: a consent cannot be given before a purge either.
  for (const bool consent : {false, true}) {
    const State state{.consent = consent, .vault = true, .foreign_user = true};
    for (const auto needs : {Needs::consent, Needs::consent_no_vault, Needs::consent_vault, Needs::vault})
      EXPECT_EQ(missing(needs, state), ErrorCode::Locked);
  }
  EXPECT_EQ(missing(Needs::nothing, foreign), std::nullopt);
}

}  // namespace
}  // namespace kenkod::gate
