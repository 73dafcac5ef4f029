// SPDX-License-Identifier: MIT
#include "apps/bundle_command.hpp"

#include "apps/replay_command.hpp"
#include "apps/say.hpp"
#include "audit/bundle.hpp"
#include "base/hash.hpp"

namespace ballast::apps {
namespace {

Json bundle_number(std::uint64_t value) {
    return Json::number(static_cast<std::int64_t>(value));
}

Result<std::vector<audit::StoredRecord>> records_of(const std::string& location) {
    const auto journal = audit::Journal::open(location, audit::Journal::Mode::read);
    if (!journal) return fail(journal.error());
    return journal->records();
}

int tell_bundle(const audit::Bundle& bundle, bool json) {
    const auto content = audit::bundle_content(bundle);
    if (!content) return complain(content.error());
    const std::string digest = to_hex(tagged_hash("ballast/bundle/1", as_bytes(*content)));
    const std::string checkpoint = audit::write_checkpoint(bundle.checkpoint);
    if (json) {
        print(write_json(JsonObject{{"checkpoint", checkpoint},
                                    {"content_bytes", bundle_number(content->size())},
                                    {"content_hash", digest},
                                    {"from", bundle_number(bundle.from)},
                                    {"records", bundle_number(bundle.records.size())},
                                    {"to", bundle_number(bundle.to)}}) +
              "\n");
        return 0;
    }
    print("records " + std::to_string(bundle.from) + " to " + std::to_string(bundle.to) + ", " +
          std::to_string(content->size()) + " bytes of content\ncontent " + digest +
          "\ncheckpoint\n" + checkpoint);
    return 0;
}

int run_make(const BundleOptions& options) {
    const auto records = records_of(options.journal);
    if (!records) return complain(records.error());
    if (records->empty()) return complain({Errc::input_missing, "the journal holds no record"});
    const auto bundle =
        audit::make_bundle(*records, options.from, options.to.value_or(records->size() - 1));
    if (!bundle) return complain(bundle.error());
    if (auto written = audit::write_bundle(*bundle, options.file); !written)
        return complain(written.error());
    return tell_bundle(*bundle, options.json);
}

int run_show(const BundleOptions& options) {
    const auto bundle = audit::read_bundle(options.file);
    return bundle ? tell_bundle(*bundle, options.json)
                  : complain({bundle.error().code, printable(bundle.error().what)});
}

Json path_json(const audit::MerkleProof& proof) {
    JsonArray path;
    for (const Hash32& hash : proof)
        path.emplace_back(to_hex(hash));
    return path;
}

/// The origin is of the setup as it is stored; whether it was ever true is for verify.
Result<audit::Checkpoint> checkpoint_of(const audit::StoredRecord& genesis,
                                        std::span<const Hash32> hashes) {
    const auto setup_text = genesis.fields.find(audit::kSetup);
    if (setup_text == genesis.fields.end())
        return fail(Errc::mismatch, "the journal's first record is no genesis");
    const auto setup = audit::read_setup(setup_text->second.first);
    if (!setup) return fail_in("record 0, field setup", setup.error());
    return audit::Checkpoint{audit::origin_of(*setup, hashes.front()),
                             {hashes.size(), audit::merkle_root(hashes)}};
}

int run_prove(const BundleOptions& options) {
    const auto records = records_of(options.journal);
    if (!records) return complain(records.error());
    const std::uint64_t size = options.size.value_or(records->size());
    if (size == 0 || size > records->size() || options.record.value_or(0) >= size ||
        options.since.value_or(0) > size)
        return complain({Errc::input_missing, "the journal has " + std::to_string(records->size()) +
                                                  " records: --size goes from 1 to that, --record "
                                                  "below it, --since up to it"});
    std::vector<Hash32> hashes;
    for (std::uint64_t i = 0; i < size; ++i) {
        const auto hash = hash_from_hex((*records)[i].hash);
        if (!hash) return complain({Errc::mismatch, "record " + std::to_string(i) + " is damaged"});
        hashes.push_back(*hash);
    }
    const auto checkpoint = checkpoint_of(records->front(), hashes);
    if (!checkpoint) return complain(checkpoint.error());
    if (!options.record && !options.since && !options.json) {
        print(audit::write_checkpoint(*checkpoint));
        return 0;
    }
    JsonObject proofs{{"checkpoint", audit::write_checkpoint(*checkpoint)}};
    if (options.record)
        proofs.emplace(
            "inclusion",
            JsonObject{{"hash", to_hex(hashes[*options.record])},
                       {"path", path_json(audit::inclusion_proof(hashes, *options.record))},
                       {"record", Json::integer(static_cast<Int128>(*options.record))}});
    if (options.since)
        proofs.emplace(
            "consistency",
            JsonObject{{"path", path_json(audit::consistency_proof(hashes, *options.since))},
                       {"since", Json::integer(static_cast<Int128>(*options.since))}});
    print(write_json(Json(std::move(proofs))) + "\n");
    return 0;
}

}  // namespace

int run_bundle(const BundleOptions& options) {
    switch (options.verb) {
        case BundleVerb::make:
            return run_make(options);
        case BundleVerb::show:
            return run_show(options);
        case BundleVerb::prove:
            return run_prove(options);
    }
    return exit_code(Errc::our_bug);
}

}  // namespace ballast::apps
