#include "private_key.hpp"

#include <fcntl.h>
#include <openssl/ecdsa.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <unistd.h>

#include <cstdio>

namespace kenko_sim {

namespace {

using Signature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>>;
using File = std::unique_ptr<std::FILE, Release<std::fclose>>;

// By way of a name of its own: never half a key under the final one.
void write(const Key& key, const std::filesystem::path& file) {
  const std::string part = file.string() + ".part";
  const int fd = open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const File out(fd < 0 ? nullptr : fdopen(fd, "w"));
  if (!out) throw std::runtime_error("cannot write " + part);
  must(PEM_write_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr), "write key");
  must(std::fflush(out.get()) == 0 ? 1 : 0, "write key");
  std::filesystem::rename(part, file);
}

std::optional<Bytes> sign(const KeyContext& context, BytesView to_sign) {
  std::size_t size = 0;
  if (EVP_PKEY_sign(context.get(), nullptr, &size, to_sign.data(), to_sign.size()) != 1) return std::nullopt;
  Bytes out(size);
  if (EVP_PKEY_sign(context.get(), out.data(), &size, to_sign.data(), to_sign.size()) != 1)
    return std::nullopt;
  out.resize(size);
  return out;
}

Bytes concatenated(const Bytes& der) {
  const auto* at = der.data();
  const Signature signature(must(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), "signature"));
  Bytes out(96);
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out.data(), 48);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out.data() + 48, 48);
  return out;
}

}  // namespace

Key private_key(const std::filesystem::path& file, KeyType type) {
  if (const Bio in(BIO_new_file(file.c_str(), "r")); in)
    return Key(must(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr), "read key"));
  ERR_clear_error();
  Key key(must(type == KeyType::rsa_2048 ? EVP_RSA_gen(2048) : EVP_EC_gen("P-384"), "make key"));
  write(key, file);
  return key;
}

bool is_rsa(const Key& key) { return EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA; }

std::optional<Bytes> raw_signature(const Key& key, BytesView to_sign) {
  const KeyContext context(must(EVP_PKEY_CTX_new(key.get(), nullptr), "sign"));
  must(EVP_PKEY_sign_init(context.get()), "sign");
  if (!is_rsa(key)) {
    const auto der = sign(context, to_sign);
    return der ? std::optional(concatenated(*der)) : std::nullopt;
  }
  if (to_sign.empty() || to_sign.size() > 245) return std::nullopt;
  must(EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING), "sign");
  return sign(context, to_sign);
}

}  // namespace kenko_sim
