/**
 * Whether Grafana has such a unit: what it does not know it shows as a bare number, without a word.
 * Source: the value formats of @grafana/data 13.2.3. Those with a text of their own begin as
 * `customUnit` says.
 */
export function isUnit(unit: string): boolean {
  return units.has(unit) || customUnit.test(unit);
}

const customUnit = /^(prefix|suffix|time|si|count|currency|bool):./;

const units: ReadonlySet<string> = new Set([
  ..."none string short sishort percent percentunit humidity dB candela hex0x hex sci locale".split(
    " ",
  ),
  ..."pixel accMS2 accFS2 accG degree radian grad arcmin arcsec areaM2 areaF2 areaMI2 acres".split(
    " ",
  ),
  ..."hectares flops mflops gflops tflops pflops eflops zflops yflops ppm conppb conngm3".split(
    " ",
  ),
  ..."conngNm3 conμgm3 conμgNm3 conmgm3 conmgNm3 congm3 congNm3 conmgdL conmmolL currencyUSD".split(
    " ",
  ),
  ..."currencyGBP currencyEUR currencyJPY currencyRUB currencyUAH currencyBRL currencyDKK".split(
    " ",
  ),
  ..."currencyISK currencyNOK currencySEK currencyCZK currencyCHF currencyPLN currencyBTC".split(
    " ",
  ),
  ..."currencymBTC currencyμBTC currencyZAR currencyINR currencyKRW currencyIDR currencyPHP".split(
    " ",
  ),
  ..."currencyVND currencyTRY currencyMYR currencyXPF currencyBGN currencyPYG currencyUYU".split(
    " ",
  ),
  ..."currencyILS bytes decbytes bits decbits kbytes deckbytes mbytes decmbytes gbytes".split(" "),
  ..."decgbytes tbytes dectbytes pbytes decpbytes pps binBps Bps binbps bps KiBs Kibits KBs".split(
    " ",
  ),
  ..."Kbits MiBs Mibits MBs Mbits GiBs Gibits GBs Gbits TiBs Tibits TBs Tbits PiBs Pibits PBs".split(
    " ",
  ),
  ..."Pbits dateTimeAsIso dateTimeAsIsoNoDateIfToday dateTimeAsUS dateTimeAsUSNoDateIfToday".split(
    " ",
  ),
  ..."dateTimeAsLocal dateTimeAsLocalNoDateIfToday dateTimeAsSystem dateTimeFromNow watt kwatt".split(
    " ",
  ),
  ..."megwatt gwatt mwatt Wm2 voltamp kvoltamp voltampreact kvoltampreact watth watthperkg".split(
    " ",
  ),
  ..."kwatth kwattm mwatth amph kamph mamph joule ev amp kamp mamp volt kvolt mvolt dBm mohm".split(
    " ",
  ),
  ..."ohm kohm Mohm farad µfarad nfarad pfarad ffarad henry mhenry µhenry lumens flowgpm".split(
    " ",
  ),
  ..."flowcms flowcfs flowcfm litreh flowlpm flowmlpm lux forceNm forcekNm forceN forcekN Hs".split(
    " ",
  ),
  ..."KHs MHs GHs THs PHs EHs massmg massg masslb masskg masst lengthmm lengthcm lengthin".split(
    " ",
  ),
  ..."lengthft lengthm lengthkm lengthmi pressurembar pressurebar pressurekbar pressurepa".split(
    " ",
  ),
  ..."pressurehpa pressurekpa pressurehg pressurepsi radbq radci radgy radrad radsv radmsv".split(
    " ",
  ),
  ..."radusv radrem radexpckg radr radsvh radmsvh radusvh rotrpm rothz rotkhz rotmhz rotghz".split(
    " ",
  ),
  ..."rotrads rotdegs celsius fahrenheit kelvin hertz ns µs ms s m h d dtdurationms".split(" "),
  ..."dtdurations dthms dtdhms timeticks clockms clocks cps ops reqps rps wps iops eps mps".split(
    " ",
  ),
  ..."recps rowsps cpm opm reqpm rpm wpm epm mpm recpm rowspm velocityms velocitykmh".split(" "),
  ..."velocitymph velocityknot mlitre litre m3 Nm3 dm3 gallons bool bool_yes_no bool_on_off".split(
    " ",
  ),
]);
