import { useMemo } from 'react';
import { useRegion } from '../../desk/language.ts';

/** ISO 3166-1, one after another. */
const codes =
  `ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ
DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKR
KWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARE
RORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW`.match(
    /[A-Z]{2}/g,
  )!;

/** Names of countries in the language of the page. */
export function useCountryName(): (code: string) => string {
  const region = useRegion();
  return useMemo(() => {
    const names = new Intl.DisplayNames(region, { type: 'region' });
    return (code) => names.of(code) ?? code;
  }, [region]);
}

/** All countries by name, to choose from. */
export function useCountries(): { value: string; label: string }[] {
  const region = useRegion();
  const nameOf = useCountryName();
  return useMemo(
    () =>
      codes
        .map((value) => ({ value, label: nameOf(value) }))
        .sort((one, other) => one.label.localeCompare(other.label, region)),
    [region, nameOf],
  );
}
