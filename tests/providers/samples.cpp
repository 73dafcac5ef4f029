// SPDX-License-Identifier: MIT
#include "tests/providers/samples.hpp"

#include "base/check.hpp"
#include "engine/units.hpp"
#include "providers/chainlink.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kCsv = "text/csv";

Source source_of(std::string_view provider, std::string_view series) {
    Source source;
    source.name = std::string(provider) + "_test";
    source.provider = provider;
    source.series = series;
    return source;
}

Answer answer_of(std::string_view type, std::string body) {
    return {200, std::string(type), std::move(body), kFetched};
}

Observation seen(std::string_view value, std::string_view observed, std::string_view known) {
    return {reading(value), utc(observed), utc(known)};
}

Sample cboe_vix_sample() {
    const std::string body =
        "DATE,OPEN,HIGH,LOW,CLOSE\n"
        "08/01/2024,16.200000,19.480000,15.930000,18.590000\n"
        "08/02/2024,20.480000,29.660000,20.000000,23.390000\n"
        "08/05/2024,23.390000,65.730000,23.390000,38.571250\n";
    return {source_of("cboe_vix", "VIX"),
            answer_of(kCsv, body),
            3,
            seen("38.57125", "2024-08-05T20:15:00Z", "2024-08-05T20:15:00Z"),
            replaced(body, "DATE,OPEN,HIGH,LOW,CLOSE", "DATE,OPEN,LOW,HIGH,CLOSE"),
            "AccessDenied: request has expired\n",
            "38.571250"};
}

Sample mof_jgb_sample() {
    const std::string rows =
        "R6.8.1,0.361,0.443,1.038\r\n"
        "R6.8.2,0.312,0.377,0.954\r\n"
        "R6.8.5,0.251,0.283,0.785\r\n";
    const std::string body =
        std::string(kMofTitle) + std::string(kMofHeader) + rows + "\r\n" + std::string(kMofNote);
    return {source_of("mof_jgb", "10Y"),
            answer_of("application/octet-stream", body),
            3,
            seen("0.785", "2024-08-05T06:00:00Z", "2024-08-06T00:30:00Z"),
            replaced(body, ",10\x94\x4E", ",10y"),
            "503 Service Unavailable\n",
            "0.785",
            true};
}

Sample fred_sample() {
    const std::string body =
        R"({"realtime_start":"2024-06-07","realtime_end":"9999-12-31","units":"lin","count":3,)"
        R"("observations":[{"realtime_start":"2024-08-05","realtime_end":"2024-08-05",)"
        R"("date":"2024-08-01","value":"149.52"},{"realtime_start":"2024-08-05",)"
        R"("realtime_end":"9999-12-31","date":"2024-07-31","value":"."},)"
        R"({"realtime_start":"2024-08-05","realtime_end":"9999-12-31","date":"2024-08-02",)"
        R"("value":"146.4500"}]})";
    Source source = source_of("fred", "DEXJPUS");
    source.api_key = "0123456789abcdef0123456789abcdef";
    return {source,
            answer_of(kJson, body),
            2,
            seen("146.45", "2024-08-02T20:00:00Z", "2024-08-06T01:00:15Z"),
            replaced(body, "\"observations\"", "\"data\""),
            R"({"error_code":400,"error_message":"Bad Request.  The value for variable )"
            R"(api_key is not registered: 0123456789abcdef0123456789abcdef"})",
            "146.4500",
            true};
}

Sample frb_h10_sample() {
    const std::string body =
        "\"Series Description\",\"SPOT EXCHANGE RATE - EURO AREA\",\"SPOT RATE - JAPAN\"\r\n"
        "\"Unit:\",\"Currency:_Per_Euro\",\"Currency:_Per_USD\"\r\n"
        "\"Multiplier:\",\"1\",\"1\"\r\n"
        "\"Currency:\",\"USD\",\"JPY\"\r\n"
        "\"Unique Identifier: \",\"H10/H10/RXI$US_N.B.EU\",\"H10/H10/RXI_N.B.JA\"\r\n"
        "\"Time Period\",\"RXI$US_N.B.EU\",\"RXI_N.B.JA\"\r\n"
        "2024-07-31,1.0825,150.4100\r\n"
        "2024-08-01,ND,ND\r\n"
        "2024-08-02,1.0910,146.4500\r\n";
    return {source_of("frb_h10", "RXI_N.B.JA"),
            answer_of(kCsv, body),
            2,
            seen("146.45", "2024-08-02T16:00:00Z", "2024-08-05T20:15:00Z"),
            replaced(body, "\"1\",\"1\"", "\"1\",\"100\""),
            "Object moved\r\n",
            "146.4500"};
}

Sample ecb_sample() {
    const std::string body =
        "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,"
        "TITLE_COMPL\r\n"
        "EXR.D.JPY.EUR.SP00.A,D,JPY,EUR,SP00,A,2024-08-02,161.07,A,\"Yen/Euro, 2:15 pm\"\r\n"
        "EXR.D.JPY.EUR.SP00.A,D,JPY,EUR,SP00,A,2024-08-05,155.88,A,\"Yen/Euro, 2:15 pm\"\r\n";
    return {source_of("ecb", "D.JPY.EUR.SP00.A"),
            answer_of("application/vnd.sdmx.data+csv", body),
            2,
            seen("155.88", "2024-08-05T12:15:00Z", "2024-08-05T14:00:00Z"),
            replaced(body, "OBS_VALUE", "OBSERVATION"),
            "No results found.\r\n",
            "155.88"};
}

Sample deribit_dvol_sample() {
    const std::string body =
        R"({"jsonrpc":"2.0","result":{"data":[[1722898800000,88.1,91.52,87.9,90.02],)"
        R"([1722902400000,90.02,90.5,84.75,85.31],[1722906000000,85.31,85.4,85.3,85.33]],)"
        R"("continuation":null},"usIn":1722906014900000,"usOut":1722906014900871,"usDiff":871,)"
        R"("testnet":false})";
    return {source_of("deribit_dvol", "BTC"),
            answer_of(kJson, body),
            2,
            seen("85.31", "2024-08-06T01:00:00Z", "2024-08-06T01:00:00Z"),
            replaced(body, "[1722902400000,90.02,90.5,84.75,85.31]",
                     "[1722902400000,90.02,84.75,90.5,85.31]"),
            R"({"jsonrpc":"2.0","error":{"message":"Invalid params","data":{"reason":"wrong )"
            R"(format","param":"currency"},"code":-32602},"usIn":1,"usOut":2,"testnet":false})",
            "85.31"};
}

Sample deribit_index_sample() {
    const std::string body =
        R"({"jsonrpc":"2.0","result":{"index_price":54018.49,"estimated_delivery_price":54018.49},)"
        R"("usIn":1722906014900000,"usOut":1722906014900233,"usDiff":233,"testnet":false})";
    return {source_of("deribit_index", "btc_usd"),
            answer_of(kJson, body),
            1,
            seen("54018.49", "2024-08-06T01:00:14Z", "2024-08-06T01:00:14Z"),
            replaced(body, "index_price", "price"),
            R"({"jsonrpc":"2.0","error":{"message":"too_many_requests","code":10028},"usOut":1})",
            "54018.49"};
}

std::string kline(std::string_view start_s, std::string_view ohlc, std::string_view end_ms) {
    return "[" + std::string(start_s) + "000," + std::string(ohlc) + ",\"12.5\"," +
           std::string(end_ms) + ",\"675000.1\",930,\"6.1\",\"329000.2\",\"0\"]";
}

Sample binance_sample() {
    const std::string body =
        "[" +
        kline("1722905880", R"("54010.00","54055.50","53990.10","54040.20")", "1722905939999") +
        "," +
        kline("1722905940", R"("54040.20","54061.00","54002.00","54020.30")", "1722905999999") +
        "," +
        kline("1722906000", R"("54020.30","54025.00","54018.00","54019.00")", "1722906059999") +
        "]";
    return {source_of("binance", "BTCUSDT"),
            answer_of(kJson, body),
            2,
            seen("54020.3", "2024-08-06T01:00:00Z", "2024-08-06T01:00:00Z"),
            replaced(body, "1722905999999", "1722906239999"),
            R"({"code":-1121,"msg":"Invalid symbol."})",
            "54020.30"};
}

Sample coinbase_sample() {
    const std::string body =
        "[[1722906000,54011.2,54018.1,54018.1,54012.05,0.31],"
        "[1722905940,53990.01,54050.77,54033.2,54018.09,5.81],"
        "[1722905820,54000,54060.5,54010.25,54033.21,3.02]]";
    return {source_of("coinbase", "BTC-USD"),
            answer_of(kJson, body),
            2,
            seen("54018.09", "2024-08-06T01:00:00Z", "2024-08-06T01:00:00Z"),
            replaced(body, "1722905940,53990.01,54050.77", "1722905940,54050.77,53990.01"),
            R"({"message":"NotFound"})",
            "54018.09"};
}

Sample kraken_sample() {
    const std::string body =
        R"({"error":[],"result":{"XXBTZUSD":[)"
        R"([1722905880,"54010.0","54050.1","53995.0","54038.8","54021.7","4.11",77],)"
        R"([1722905940,"54038.8","54060.0","54001.9","54017.7","54030.3","3.52",61],)"
        R"([1722906000,"54017.7","54017.7","54017.6","54017.6","54017.7","0.01",2]],)"
        R"("last":1722905940}})";
    return {source_of("kraken", "XBTUSD"),
            answer_of(kJson, body),
            2,
            seen("54017.7", "2024-08-06T01:00:00Z", "2024-08-06T01:00:00Z"),
            replaced(body, "\"last\"", "\"until\""),
            R"({"error":["EQuery:Unknown asset pair"]})",
            "54017.7"};
}

Sample pyth_hermes_sample() {
    const std::string id(64, 'e');
    const std::string body =
        R"({"binary":{"encoding":"hex","data":["504e4155"]},"parsed":[{"id":")" + id +
        R"(","price":{"price":"5401849000000","conf":"2700924500","expo":-8,)"
        R"("publish_time":1722906013},"ema_price":{"price":"5402000000000","conf":"2800000000",)"
        R"("expo":-8,"publish_time":1722906013},"metadata":{"slot":161000000,)"
        R"("proof_available_time":1722906014,"prev_publish_time":1722906012}}]})";
    Source source = source_of("pyth_hermes", id);
    source.api_key = "pyth-key";
    return {source,
            answer_of(kJson, body),
            1,
            seen("54018.49", "2024-08-06T01:00:13Z", "2024-08-06T01:00:13Z"),
            replaced(body, "\"expo\":-8", "\"exponent\":-8"),
            "Price ids not found: 0x" + id,
            "5401849000000"};
}

Bytes word(std::string_view decimal) {
    const Hash32 bytes = U256::from_text(decimal).value().to_big_endian();
    return {bytes.bytes.begin(), bytes.bytes.end()};
}

Sample chainlink_sample() {
    Bytes round;
    for (const char* value : {"110680464442257327600", "5401849000000", "1722905990", "1722905999",
                              "110680464442257327600"})
        append(round, word(value));
    const std::string body = chainlink_body(word("8"), round);
    return {source_of("chainlink", ""),
            answer_of("", body),
            1,
            seen("54018.49", "2024-08-06T00:59:59Z", "2024-08-06T00:59:59Z"),
            chainlink_body(word("8"), ByteView(round).first(128)),
            chainlink_body({}, {}),
            ""};
}

Sample json_pointer_sample() {
    const std::string body =
        R"({"meta":{"index":"MOVE"},"data":[{"at":"2024-08-05T16:59:30.5-04:00","v":121.22}]})";
    Source source = source_of("json_pointer", "");
    source.url = "https://licensed.example/move";
    source.value_at = "/data/0/v";
    source.time_at = "/data/0/at";
    source.time_format = "rfc3339";
    return {source,
            answer_of(kJson, body),
            1,
            seen("121.22", "2024-08-05T20:59:30Z", "2024-08-05T20:59:30Z"),
            replaced(body, "\"v\"", "\"value\""),
            R"({"error":"subscription expired"})",
            "121.22",
            true};
}

Sample csv_column_sample() {
    const std::string body = "Date,Tenor,ImpliedVol\n2024-08-02,1M,11.40\n2024-08-05,1M,14.85\n";
    Source source = source_of("csv_column", "");
    source.url = "https://licensed.example/usdjpy.csv";
    source.value_at = "ImpliedVol";
    source.time_at = "Date";
    source.time_format = "date";
    source.calendar = "tokyo";
    return {source,
            answer_of(kCsv, body),
            2,
            seen("14.85", "2024-08-05T06:00:00Z", "2024-08-05T06:00:00Z"),
            replaced(body, "ImpliedVol", "Implied Vol"),
            "Your licence has ended\n",
            "14.85",
            true};
}

Sample file_drop_sample() {
    Sample sample = csv_column_sample();
    sample.source.provider = "file_drop";
    sample.source.url.clear();
    sample.answer.content_type.clear();
    return sample;
}

std::vector<Sample> all() {
    return {binance_sample(),       cboe_vix_sample(),   chainlink_sample(),
            coinbase_sample(),      csv_column_sample(), deribit_dvol_sample(),
            deribit_index_sample(), ecb_sample(),        file_drop_sample(),
            frb_h10_sample(),       fred_sample(),       json_pointer_sample(),
            kraken_sample(),        mof_jgb_sample(),    pyth_hermes_sample()};
}

}  // namespace

const std::vector<Sample>& samples() {
    static const std::vector<Sample> kAll = all();
    return kAll;
}

const Sample& sample_of(std::string_view provider) {
    for (const Sample& sample : samples())
        if (sample.source.provider == provider) return sample;
    BALLAST_CHECK(false);
}

Result<std::vector<Observation>> read(const Source& source, const Answer& answer) {
    return find_provider(source.provider)->read(source, answer);
}

Answer with_body(const Sample& sample, std::string body) {
    Answer answer = sample.answer;
    answer.body = std::move(body);
    return answer;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    BALLAST_CHECK(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

Reading reading(std::string_view text) {
    return Reading::of(engine::parse_decimal(text, 8).value());
}

UnixSeconds utc(std::string_view text) {
    return parse_utc(text).value();
}

}  // namespace ballast::providers
