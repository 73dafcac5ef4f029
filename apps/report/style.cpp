// SPDX-License-Identifier: MIT
#include "apps/report/style.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace ballast::apps {
namespace {

// The series colours keep a contrast of at least 5.5 to 1 to the page in both schemes. The four of
// one chart (1, 2, 3 and 6) stay at least 17 apart in CIE76 as people with deuteranopia and
// protanopia see them (Machado, Oliveira and Fernandes, IEEE TVCG 2009); the dashes tell the rest.
constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--page:#fff;--ink:#1b2430;--soft:#566273;--rule:#dde2e8;
--c1:#0b5cad;--c2:#b3480b;--c3:#0a7558;--c4:#8a3c84;--c5:#7d6000;--c6:#3d4756;--fall:#b4232c}
@media (prefers-color-scheme:dark){
:root{--page:#12161c;--ink:#e4e8ee;--soft:#9aa6b5;--rule:#2b333e;--c1:#6fb1ff;--c2:#ff9a5c;
--c3:#4fd1a5;--c4:#dca0d7;--c5:#e0c14a;--c6:#c3ccd8;--fall:#ff8087}
}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,
"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;
overflow-wrap:anywhere}
main,footer{max-width:1112px;margin:0 auto;padding:0 16px}
header{padding:44px 0 4px}
h1{font-size:31px;line-height:1.18;letter-spacing:-.015em;font-weight:650;margin:2px 0 18px;
max-width:26em}
h2{font-size:21px;line-height:1.3;letter-spacing:-.008em;font-weight:650;margin:52px 0 10px;
padding-top:14px;border-top:1px solid var(--rule)}
h3{font-size:16px;line-height:1.4;font-weight:650;margin:26px 0 4px}
p{margin:0 0 12px;max-width:70ch}
.kind{color:var(--soft);font-size:14px;margin:0}
.lead{font-size:18px;line-height:1.5;max-width:64ch}
.note{color:var(--soft);font-size:14px;border-left:3px solid var(--rule);padding-left:12px}
a{color:var(--c1)}
code,.hash{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;
font-size:.86em}
ul.plain{margin:0 0 12px;padding-left:20px;max-width:72ch}
ul.plain li{margin:0 0 6px}
.pair{display:grid;grid-template-columns:minmax(0,1fr);column-gap:40px}
.strip p{font-size:15px;margin-bottom:8px}
.strip h3{margin-top:16px}
figure{margin:14px 0 8px;min-width:0}
figcaption{font-size:14px;font-weight:600}
.chart{display:block;width:100%;height:auto;max-width:640px;overflow:visible}
.wide{display:none}
.chart text{font-size:11.5px;fill:var(--soft)}
.tick.y{text-anchor:end}
.tick.x{text-anchor:middle}
.grid{stroke:var(--rule);stroke-width:1}
.axis{stroke:var(--soft);stroke-width:1}
.threshold{stroke:var(--soft);stroke-width:1;stroke-dasharray:1 3}
.mark{stroke:var(--fall);stroke-width:1.2;stroke-dasharray:4 3}
.chart .mark-label{fill:var(--fall);text-anchor:middle;font-weight:600}
.line{fill:none;stroke-width:1.6;stroke-linejoin:round}
.line.s1{stroke-width:3}
.line.thin{stroke-width:1.2}
.strip .line{stroke-width:1.6}
.area{stroke:none;fill-opacity:.16}
.s1{stroke:var(--c1)}
.s2{stroke:var(--c2)}
.s3{stroke:var(--c3)}
.s4{stroke:var(--c4)}
.s5{stroke:var(--c5)}
.s6{stroke:var(--c6)}
.area.s1{fill:var(--c1)}
.area.s4{fill:var(--c4)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 16px;margin:2px 0 4px;padding:0;
font-size:13px;font-weight:400;color:var(--soft)}
.legend li{display:flex;align-items:center;gap:6px}
.swatch{width:34px;height:10px;flex:none}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4;margin:8px 0 16px}
caption{text-align:left;color:var(--soft);font-size:14px;padding-bottom:6px}
th,td{text-align:left;vertical-align:top;padding:6px 14px 6px 0;
border-bottom:1px solid var(--rule)}
thead th{font-weight:600;color:var(--soft);font-size:13px;border-bottom-color:var(--soft)}
tbody th{font-weight:500}
.n{white-space:nowrap}
.path .n{white-space:nowrap}
.hash{overflow-wrap:anywhere}
td .hash{color:var(--soft);font-size:12px}
td:last-child{min-width:17em}
.caps td:last-child{min-width:10em}
th{overflow-wrap:normal}
tbody th,td{min-width:4.2em}
dl.facts{display:grid;grid-template-columns:minmax(0,1fr);gap:0;margin:0}
dl.facts dt{color:var(--soft);font-size:13px}
dl.facts dd{margin:0 0 8px}
summary{cursor:pointer;color:var(--soft);font-size:14px}
footer{padding-bottom:56px;font-size:14px}
@media (max-width:839px){
h1{font-size:25px}
header{padding-top:24px}
.lead{font-size:17px}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,caption,tbody,tr,th,td{display:block}
tr{border-bottom:1px solid var(--rule);padding:8px 0}
th,td{border:0;padding:1px 0}
td,td:last-child,.caps td:last-child,tbody th{min-width:0}
td{display:grid;grid-template-columns:7.4em minmax(0,1fr);gap:8px}
td::before{content:attr(data-label);color:var(--soft)}
}
@media screen and (max-width:1099px){
.n{white-space:normal}
}
@media (min-width:560px){
.wide{display:block}
.narrow{display:none}
}
@media (min-width:760px){
dl.facts{grid-template-columns:11em minmax(0,1fr);gap:2px 12px}
dl.facts dt,dl.facts dd{margin:0;font-size:14px}
}
@media (min-width:1000px){
main,footer{padding:0 36px}
.pair{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
.strip{align-items:center}
.strip h3{margin-top:8px}
}
@media (min-width:1200px){
.path{white-space:nowrap}
}
@media print{
@page{size:A4;margin:16mm 14mm}
:root{color-scheme:light;--page:#fff;--ink:#000;--soft:#444;--rule:#ccc;--c1:#0b5cad;--c2:#b3480b;
--c3:#0a7558;--c4:#8a3c84;--c5:#7d6000;--c6:#3d4756;--fall:#b4232c}
body{font-size:10.5pt}
main,footer{padding:0;max-width:none}
header{padding-top:0}
h1{font-size:20pt}
h2{font-size:14pt;margin-top:22pt}
.lead{font-size:12pt}
.wide{display:block}
.narrow{display:none}
.chart{max-width:520px}
table{font-size:8.5pt}
figure,tr,.strip{break-inside:avoid}
h2,h3,figcaption{break-after:avoid}
a{color:inherit}
}
)css";

/// RFC 4648 section 4.
std::string base64(ByteView bytes) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = (group << 8) | (k < have ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out += k <= have ? kAlphabet[(group >> (18 - 6 * k)) & 63U] : '=';
    }
    return out;
}

}  // namespace

std::string_view style_sheet() {
    return kStyle;
}

std::string style_source_of(std::string_view sheet) {
    return "sha256-" + base64(sha256(as_bytes(sheet)).view());
}

std::string style_source() {
    return style_source_of(kStyle);
}

}  // namespace ballast::apps
