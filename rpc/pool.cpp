// SPDX-License-Identifier: MIT
#include "rpc/pool.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "rpc/questions.hpp"
#include "rpc/quorum.hpp"
#include "rpc/read.hpp"

namespace ballast::rpc {
namespace {

/// A head, its finalized block and whether it is syncing stand before any further question.
std::vector<Question> sample_questions(const std::vector<Question>& further) {
    std::vector<Question> questions{ask_syncing(), ask_block(BlockTag::latest()),
                                    ask_block(BlockTag::finalized())};
    questions.insert(questions.end(), further.begin(), further.end());
    return questions;
}

/// A node without the tag refuses it, or gives null where nothing is final yet.
std::uint64_t finalized_number(const RpcAnswer& answer, std::uint64_t latest, std::uint64_t depth) {
    const auto block = read_result(answer, read_block);
    return block ? block->number : latest - std::min(latest, depth);
}

}  // namespace

Result<std::unique_ptr<Pool>> Pool::make(Network& network, const Clock& clock,
                                         PoolOptions options) {
    const std::size_t size = network.size();
    const std::string counts =
        std::to_string(options.quorum) + " of " + std::to_string(size) + " endpoints";
    if (options.quorum == 0 || options.quorum > size)
        return fail(Errc::configuration, "a quorum of " + counts + " cannot be");
    if (options.quorum == 1 && size > 1)
        return fail(Errc::configuration,
                    "a quorum of " + counts + " would believe any one of them: ask for 2");
    std::set<std::string> names;
    for (std::size_t i = 0; i < size; ++i)
        if (!names.insert(network.name(i)).second)
            return fail(Errc::configuration, network.name(i) +
                                                 " stands twice among the endpoints: it is one "
                                                 "witness, not two");
    return std::unique_ptr<Pool>(new Pool(network, clock, std::move(options)));
}

Pool::Pool(Network& network, const Clock& clock, PoolOptions options)
    : options_(std::move(options)),
      clock_(clock),
      witnesses_(network, clock, options_.chain_id, options_.endpoints, options_.seed,
                 options_.on_change) {}

std::vector<EndpointStatus> Pool::endpoints() const {
    std::vector<EndpointStatus> all;
    for (const std::size_t endpoint : witnesses_.all())
        all.push_back(witnesses_.at(endpoint).status());
    return all;
}

Result<std::vector<Pool::Sample>> Pool::sample(const std::vector<Question>& further) {
    const auto testimonies =
        witnesses_.ask(witnesses_.all(), sample_questions(further), options_.read_deadline);
    std::vector<Sample> samples;
    std::vector<bool> syncing;
    for (const Testimony& testimony : testimonies) {
        bool says_syncing = false;
        auto read = read_sample(testimony, says_syncing);
        if (read) samples.push_back(std::move(*read));
        if (read) syncing.push_back(says_syncing);
        if (!read) witnesses_.unreadable(testimony.endpoint);
    }
    judge_heads(samples, syncing);
    std::erase_if(samples,
                  [&](const Sample& sample) { return !witnesses_.at(sample.endpoint).is_alive(); });
    if (samples.size() < options_.quorum) return no_quorum();
    return samples;
}

Result<Pool::Sample> Pool::read_sample(const Testimony& testimony, bool& syncing) const {
    // False where it is not, an object where it is; a node that does not know the method is not.
    const auto* says = std::get_if<Json>(&testimony.answers[0]);
    syncing = says != nullptr && says->as_object() != nullptr;
    const auto latest = read_result(testimony.answers[1], read_block);
    if (!latest) return fail(latest.error());
    Sample sample{testimony.endpoint, *latest, 0, {}};
    sample.finalized =
        finalized_number(testimony.answers[2], latest->number, options_.finality_depth);
    if (sample.finalized > latest->number)
        return fail(Errc::bad_data, "what is final is above the head");
    sample.rest.assign(testimony.answers.begin() + 3, testimony.answers.end());
    return sample;
}

/// The reference is what a quorum has reached, so that one node with a head out of the blue puts
/// nobody out of sync. Where everybody is needed for the quorum, there is no such reference: then
/// the newest head counts, which can only make us hold.
void Pool::judge_heads(const std::vector<Sample>& samples, const std::vector<bool>& syncing) {
    if (samples.empty()) return;
    std::vector<std::uint64_t> heads;
    for (const Sample& sample : samples)
        heads.push_back(sample.latest.number);
    const bool spare = heads.size() > options_.quorum;
    const std::uint64_t reference = reached_by(heads, spare ? options_.quorum : 1);
    for (std::size_t i = 0; i < samples.size(); ++i)
        witnesses_.at(samples[i].endpoint)
            .saw_head(witnesses_.now(), heads[i], reference, spare, syncing[i]);
}

Status Pool::remember(const Block& head, const Block& finalized) {
    const Seconds age = clock_.now() - head.timestamp;
    if (options_.head_age_max.count > 0 && age > options_.head_age_max)
        return fail(Errc::upstream_unavailable, "the newest block is " + std::to_string(age.count) +
                                                    " s old: the chain or every node stands still");
    return memory_.take(head, finalized);
}

void Pool::note_dissent(const std::vector<std::size_t>& speakers,
                        const std::vector<std::size_t>& voices) {
    for (std::size_t i = 0; i < speakers.size(); ++i)
        if (std::find(voices.begin(), voices.end(), i) == voices.end())
            witnesses_.at(speakers[i]).disagreed();
}

tl::unexpected<Error> Pool::no_quorum() const {
    const Errc code =
        witnesses_.any_on_other_chain() ? Errc::configuration : Errc::upstream_unavailable;
    return fail(code, "no quorum of " + std::to_string(options_.quorum) +
                          " nodes answers for chain " + std::to_string(options_.chain_id) + ": " +
                          witnesses_.summary());
}

tl::unexpected<Error> Pool::disagreement(const std::string& about) {
    ++counters_.disagreements;
    return fail(Errc::upstream_unavailable, "no quorum of " + std::to_string(options_.quorum) +
                                                " nodes agrees on " + about + ": " +
                                                witnesses_.summary());
}

}  // namespace ballast::rpc
