import { NativeSelect, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { reachesOnlyThisComputer, spokenAddress } from '../shared/join-address.ts';
import type { JoinAddress } from './use-join-address.ts';

/** Shows only where there is something to choose, or something wrong with the address. */
export function AddressChoice({ join: { address, all, choose } }: { join: JoinAddress }) {
  const { t } = useTranslation('teach');
  return (
    <>
      {all.length > 1 && (
        <NativeSelect
          label={t('host.lobby.address')}
          description={t('host.lobby.addressHint')}
          value={address}
          onChange={({ currentTarget: { value } }) => choose(value)}
          data={all.map((value) => ({ value, label: spokenAddress(value) }))}
        />
      )}
      {reachesOnlyThisComputer(address) && <Text size="sm">{t('host.lobby.localOnly')}</Text>}
    </>
  );
}
