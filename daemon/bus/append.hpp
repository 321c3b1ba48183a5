// Writing results into a reply. Rows are appended straight into the message: a Variant for each cell would be
// a message of its own.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <string>
#include <string_view>
#include <tuple>

namespace kenkod::bus {

inline void append(sdbus::Message& message, const std::string& text) { message << text; }
inline void append(sdbus::Message& message, const sdbus::ObjectPath& path) { message << path; }
template <class... T>
void append(sdbus::Message& message, const std::tuple<T...>& values) {
  std::apply([&](const auto&... each) { (append(message, each), ...); }, values);
}

// One `a{sv}`; open until it goes out of scope.
class Dictionary {
 public:
  explicit Dictionary(sdbus::Message& message) : message_(message) { message_.openContainer("{sv}"); }
  Dictionary(const Dictionary&) = delete;
  Dictionary& operator=(const Dictionary&) = delete;
  ~Dictionary() noexcept(false) { message_.closeContainer(); }

  template <class T>
  Dictionary& put(const char* key, const T& value) {
    static const std::string signature = sdbus::signature_of<T>::str();
    message_.openDictEntry("sv");
    message_ << key;
    message_.openVariant(signature);
    message_ << value;
    message_.closeVariant();
    message_.closeDictEntry();
    return *this;
  }
  // Left out when empty.
  Dictionary& text(const char* key, std::string_view value) {
    return value.empty() ? *this : put(key, std::string(value));
  }
  // `aa{sv}`; `fill` writes each row into a dictionary of its own.
  template <class Rows, class Fill>
  Dictionary& rows(const char* key, const Rows& rows, Fill fill) {
    message_.openDictEntry("sv");
    message_ << key;
    message_.openVariant("aa{sv}");
    message_.openContainer("a{sv}");
    for (const auto& each : rows) {
      Dictionary row(message_);
      fill(row, each);
    }
    message_.closeContainer();
    message_.closeVariant();
    message_.closeDictEntry();
    return *this;
  }

 private:
  sdbus::Message& message_;
};

}  // namespace kenkod::bus
