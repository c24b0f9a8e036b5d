import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { joinLink, spokenAddress } from '../../shared/join-address.ts';
import { Mark } from '../../shared/mark.tsx';
import { QrCode } from '../../shared/qr-code.tsx';
import { ShapeRow } from '../../shared/shape-row.tsx';
import styles from './lobby.module.css';
import { Names } from './names.tsx';
import { Teams } from './teams.tsx';
import { useAddresses } from './use-addresses.ts';

export function Lobby({ view: { pin, names, players, secondFactor, rules } }: { view: ChallengeView }) {
  const { t } = useTranslation(['projector', 'joining']);
  const wall =
    rules.format === 'team' ? (
      <Teams names={names ?? []} teams={rules.teams} />
    ) : (
      <Names names={names ?? []} />
    );
  const { addresses, address, choose } = useAddresses();
  const digits = pin ?? '';
  if (pin === null)
    return (
      <main className={styles.lobby}>
        <h1>{players > 0 ? t('join.players', { count: players }) : t('join.waiting')}</h1>
        {wall}
      </main>
    );
  return (
    <main className={styles.lobby}>
      <header className={styles.way}>
        <Mark size="calc(5 * var(--u))" />
        <p>
          {t('join.go')} <strong className={styles.address}>{spokenAddress(address)}</strong> {t('join.pin')}
        </p>
        {addresses.length > 1 && (
          <label className={styles.which}>
            <span className="sr-only">{t('join.which')}</span>
            <select value={address} title={t('join.which')} onChange={(event) => choose(event.target.value)}>
              {addresses.map((one) => (
                <option key={one} value={one}>
                  {spokenAddress(one)}
                </option>
              ))}
            </select>
          </label>
        )}
      </header>
      <h1 className={styles.pin} aria-label={[...digits].join(' ')}>
        <span>{digits.slice(0, 3)}</span>
        <span>{digits.slice(3)}</span>
      </h1>
      <div className={styles.below}>
        <figure className={styles.code}>
          <QrCode text={joinLink(address, digits)} label={t('join.qr')} />
        </figure>
        <section className={styles.people}>
          <div className={styles.head}>
            <h2>{players > 0 ? t('join.players', { count: players }) : t('join.waiting')}</h2>
            {secondFactor && (
              <p className={styles.shapes}>
                {t('joining:row.screen')} <ShapeRow row={secondFactor.shapes} />
              </p>
            )}
          </div>
          {wall}
        </section>
      </div>
    </main>
  );
}
