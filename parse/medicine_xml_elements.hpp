// What each element of 薬剤情報 XML says, the same for the three branches and both variants.
#pragma once

#include "common/record.hpp"
#include "parse/elements.hpp"

namespace kenkod::parse {

enum class MedicineRole : std::uint8_t {
  none,  // ignored, with all that is inside
  // Blocks
  header,
  month_block,
  day_block,
  drug_block,
  // Texts of the header
  name,
  kana,
  birth,
  sex,
  result,
  message,
  file_time,
  // of a month or day
  month,
  facility_code,
  facility,
  prescriber_code,
  prescriber,
  day,
  prescribed_day,
  // of a medicine
  code,
  drug_name,
  amount,
  unit,
  usage,
  instruction,
  times,
  ingredient,
  form,
};

struct MedicineMeaning {
  MedicineRole role = MedicineRole::none;
  MedicationSource branch = MedicationSource::claim;
};

[[nodiscard]] MedicineMeaning medicine_meaning(Element element) noexcept;

}  // namespace kenkod::parse
