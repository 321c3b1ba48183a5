// The certification authorities of the simulation: self-signed, with the profile of those of JPKI.
#pragma once

#include <filesystem>

#include "openssl_pointers.hpp"

namespace kenko_sim {

enum class Purpose { authentication, signature };

struct Authority {
  Key key;
  Certificate certificate;
  Purpose purpose;
};

// From FOLDER/NAME.key and NAME.pem, made when missing. Those of one purpose all have the same distinguished
// name, as JPKI's generations have.
Authority authority(const std::filesystem::path& folder, const std::string& name, Purpose purpose);

// In PEM; no private key is in there.
Certificate read_certificate(const std::filesystem::path& file);
void write_certificate(X509* certificate, const std::filesystem::path& file);

}  // namespace kenko_sim
