// SPDX-License-Identifier: MIT
// Values of a document's structs, from and to JSON. Both walk type and value side by side, as deep
// as the value is, and keep the way they came only to name it where something is wrong.
#include <set>
#include <variant>

#include "chain/abi_json.hpp"
#include "chain/eip712_parts.hpp"

namespace ballast::chain {
namespace {

class Path {
  public:
    using Step = std::variant<std::string_view, std::size_t>;

    void enter(Step step) { steps_.push_back(step); }
    void leave() { steps_.pop_back(); }

    [[nodiscard]] tl::unexpected<Error> bad(std::string_view reason) const {
        std::string text = "message";
        for (const Step& step : steps_) {
            if (const auto* name = std::get_if<std::string_view>(&step))
                text += "." + std::string(*name);
            else
                text += "[" + std::to_string(std::get<std::size_t>(step)) + "]";
        }
        return fail(Errc::bad_data, text + ": " + std::string(reason));
    }

  private:
    std::vector<Step> steps_;
};

class Reader {
  public:
    explicit Reader(const Eip712Types& types) : types_(types) {}

    Result<AbiValue> structure(std::string_view name, const Json& json) {
        const std::vector<Eip712Member>& members = types_.find(name)->second;
        const JsonObject* object = json.as_object();
        if (object == nullptr) return path_.bad("is not an object of type " + std::string(name));
        std::vector<AbiValue> values;
        for (const Eip712Member& member : members) {
            const auto found = object->find(member.name);
            path_.enter(member.name);
            if (found == object->end()) return path_.bad("is missing");
            auto value = any(member.type, found->second);
            if (!value) return value;
            path_.leave();
            values.push_back(std::move(*value));
        }
        if (object->size() != members.size()) return extra(members, *object);
        return AbiValue::list(std::move(values));
    }

  private:
    Result<AbiValue> any(std::string_view type, const Json& json) {
        if (type.ends_with(']')) return array(type, json);
        if (types_.find(type) != types_.end())
            return json.is_null() ? AbiValue() : structure(type, json);
        const auto atom = eip712_atom(type);
        if (!atom) return path_.bad(atom.error().what);
        auto value = abi_from_json(*atom, json);
        if (!value) return path_.bad(value.error().what);
        return value;
    }

    Result<AbiValue> array(std::string_view type, const Json& json) {
        const JsonArray* items = json.as_array();
        if (items == nullptr) return path_.bad("is not an array");
        if (!eip712_takes(type, items->size()))
            return path_.bad(std::string(type) + " cannot have " + std::to_string(items->size()) +
                             " elements");
        std::vector<AbiValue> values;
        for (const Json& item : *items) {
            path_.enter(values.size());
            auto value = any(*eip712_element(type), item);
            if (!value) return value;
            path_.leave();
            values.push_back(std::move(*value));
        }
        return AbiValue::list(std::move(values));
    }

    tl::unexpected<Error> extra(const std::vector<Eip712Member>& members,
                                const JsonObject& object) {
        std::set<std::string_view> known;
        for (const Eip712Member& member : members)
            known.insert(member.name);
        for (const auto& [name, value] : object) {
            if (known.count(name) != 0) continue;
            const std::string shown = name.substr(0, 80);
            path_.enter(shown);
            return path_.bad("is no member of its struct");
        }
        return path_.bad("has a member too many");
    }

    const Eip712Types& types_;
    Path path_;
};

class Writer {
  public:
    explicit Writer(const Eip712Types& types) : types_(types) {}

    Result<Json> structure(std::string_view name, const AbiValue& value) {
        const std::vector<Eip712Member>& members = types_.find(name)->second;
        const auto* items = value.as_list();
        if (items == nullptr || items->size() != members.size())
            return path_.bad("needs a list of " + std::to_string(members.size()) + " members");
        JsonObject object;
        for (std::size_t i = 0; i < members.size(); ++i) {
            path_.enter(members[i].name);
            auto member = any(members[i].type, (*items)[i]);
            if (!member) return member;
            path_.leave();
            object.emplace(members[i].name, std::move(*member));
        }
        Json made(std::move(object));
        return made;
    }

  private:
    Result<Json> any(std::string_view type, const AbiValue& value) {
        if (type.ends_with(']')) return array(type, value);
        if (types_.find(type) != types_.end())
            return is_absent_struct(value) ? Json() : structure(type, value);
        const auto atom = eip712_atom(type);
        if (!atom) return path_.bad(atom.error().what);
        auto json = abi_to_json(*atom, value);
        if (!json) return path_.bad(json.error().what);
        return json;
    }

    Result<Json> array(std::string_view type, const AbiValue& value) {
        const auto* items = value.as_list();
        if (items == nullptr || !eip712_takes(type, items->size()))
            return path_.bad("is not a list of as many elements as " + std::string(type) + " has");
        JsonArray list;
        for (const AbiValue& item : *items) {
            path_.enter(list.size());
            auto json = any(*eip712_element(type), item);
            if (!json) return json;
            path_.leave();
            list.push_back(std::move(*json));
        }
        return Json(std::move(list));
    }

    const Eip712Types& types_;
    Path path_;
};

}  // namespace

Result<AbiValue> read_eip712_message(const Eip712Types& types, std::string_view name,
                                     const Json& json) {
    return Reader(types).structure(name, json);
}

Result<Json> write_eip712_message(const Eip712Types& types, std::string_view name,
                                  const AbiValue& value) {
    return Writer(types).structure(name, value);
}

}  // namespace ballast::chain
