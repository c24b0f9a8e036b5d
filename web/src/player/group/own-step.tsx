import type { MissionSummary, TuttiErrorCode } from '@tutti/client';
import type { Groups } from '@tutti/client/groups';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../shared/code-of.ts';
import { MessageScreen } from '../../shared/message-screen.tsx';
import { Choice } from '../../shared/settings.tsx';
import join from '../join/join.module.css';
import { JoinFrame } from '../join/join-frame.tsx';
import { tutti } from '../tutti.ts';
import styles from './own-step.module.css';
import { Refused } from './refused.tsx';

/** More missions for groups than a learner wants to read through. */
const mostMissions = 50;

interface Offer {
  missions: MissionSummary[];
  classes: { id: string; name: string }[];
}

interface OwnStepProps {
  groups: Groups;
  onOpen(entry: { missionId: string; classId: string }): void;
}

/** [GRP-3] Where their teacher allows it, learners choose a mission and open a group for themselves and class mates. */
export function OwnStep({ groups, onOpen }: OwnStepProps) {
  const { t } = useTranslation('group');
  const [tries, setTries] = useState(0);
  const [offer, setOffer] = useState<Offer | TuttiErrorCode | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a try
  useEffect(() => {
    setOffer(null);
    askFor(groups).then(setOffer, (error) => setOffer(codeOf(error)));
  }, [tries]);

  if (offer === null) return <MessageScreen mood="waiting" title={t('own.title')} />;
  if (typeof offer === 'string')
    return <Refused code={offer} onAgain={() => setTries(tries + 1)} onBack={() => location.assign('/')} />;
  if (offer.classes.length === 0 || offer.missions.length === 0) {
    return (
      <MessageScreen mood="waiting" title={t('own.title')}>
        <p>{t(offer.classes.length === 0 ? 'own.notAllowed' : 'own.none')}</p>
        <a className="button button-primary" href="/home">
          {t('door.home')}
        </a>
      </MessageScreen>
    );
  }
  return <OfferForm offer={offer} onOpen={onOpen} />;
}

async function askFor(groups: Groups): Promise<Offer> {
  await tutti.restore();
  const [{ mayOpenFor }, { items }] = await Promise.all([
    groups.mine(),
    tutti.missions({ for: 'groups', limit: mostMissions }),
  ]);
  return { missions: items, classes: mayOpenFor };
}

function OfferForm({
  offer: { missions, classes },
  onOpen,
}: {
  offer: Offer;
  onOpen: OwnStepProps['onOpen'];
}) {
  const { t } = useTranslation('group');
  const [missionId, setMissionId] = useState(missions[0]!.id);
  const [classId, setClassId] = useState(classes[0]!.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onOpen({ missionId, classId });
  };
  const home = <a href="/home">{t('door.home')}</a>;
  return (
    <JoinFrame corner={home}>
      <form className={join.form} onSubmit={submit}>
        <h1 className={join.title}>{t('own.title')}</h1>
        <p>{t('own.lead')}</p>
        <fieldset className={styles.missions}>
          <legend>{t('own.mission')}</legend>
          {missions.map(({ id, title, description, estimatedMinutes }) => (
            <label key={id} className={styles.mission}>
              <input
                type="radio"
                name="mission"
                checked={id === missionId}
                onChange={() => setMissionId(id)}
              />
              <span className={styles.words}>
                <strong>{title}</strong>
                <span>{description}</span>
                <span className={styles.minutes}>{t('own.minutes', { count: estimatedMinutes })}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {classes.length > 1 && (
          <Choice
            label={t('own.forClass')}
            options={classes.map(({ id, name }) => ({ value: id, text: name }))}
            value={classId}
            onChoose={setClassId}
          />
        )}
        <button type="submit" className="button button-primary">
          {t('own.open')}
        </button>
      </form>
    </JoinFrame>
  );
}
