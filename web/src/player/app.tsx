import type { PinPreview, PlayerChallenge, TuttiErrorCode } from '@tutti/client';
import i18next from 'i18next';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../shared/code-of.ts';
import { isLanguage } from '../shared/i18n/i18n.ts';
import { MessageScreen } from '../shared/message-screen.tsx';
import { Game } from './game/game.tsx';
import { loadAgain } from './game/load-again.ts';
import { Parked } from './game/over.tsx';
import { NameStep } from './join/name-step.tsx';
import { PinStep } from './join/pin-step.tsx';
import { forgetSeat, type KeptSeat, keepSeat, keptSeat, lostSeats, offeredSeat } from './kept-seat.ts';
import { useLearner } from './learner.ts';
import { firstPlace, type Place, wayBack } from './place.ts';
import { tutti } from './tutti.ts';

const GroupPlace = lazy(() =>
  loadAgain(() => import('./group/group-place.tsx')).then(({ GroupPlace }) => ({ default: GroupPlace })),
);
const AloneMission = lazy(() =>
  loadAgain(() => import('./alone/alone-mission.tsx')).then(({ AloneMission }) => ({
    default: AloneMission,
  })),
);
/** Ways in that few take. */
const AccountStep = lazy(async () => ({ default: (await import('./join/account-step.tsx')).AccountStep }));
const ReturnStep = lazy(async () => ({ default: (await import('./join/return-step.tsx')).ReturnStep }));
const WatchStep = lazy(async () => ({ default: (await import('./join/watch-step.tsx')).WatchStep }));

export function App() {
  const { t } = useTranslation(['player', 'common']);
  const { learner, isKnown } = useLearner();
  const [offer, setOffer] = useState(offeredSeat);
  const [place, setPlace] = useState<Place>(() => firstPlace(location.pathname, keptSeat()));

  const enter = (pin: string, challenge: PlayerChallenge) => {
    const { nickname } = challenge.view.you!;
    const seat = { token: challenge.resumeToken, pin, nickname, inGroup: false };
    keepSeat(seat);
    history.replaceState(null, '', '/play');
    setPlace({ at: 'game', seat, challenge, isMoving: false });
  };

  const goOn = (seat: KeptSeat) => setPlace(wayBack(seat));

  const startAgain = (problem: TuttiErrorCode | null) => {
    forgetSeat();
    setOffer(null);
    history.replaceState(null, '', '/');
    setPlace({ at: 'pin', pin: '', problem });
  };

  useComingBack(place, enter, (seat, code) => {
    if (lostSeats.includes(code)) startAgain(code);
    else setPlace({ at: 'stuck', seat, code });
  });

  // Questions come in the language in which one sat down: for another language the player sits down again.
  useEffect(() => {
    const change = (language: string) => {
      if (!isLanguage(language)) return;
      tutti.locale = language;
      if (place.at === 'game' && !place.challenge.view.closed) setPlace({ ...place, isMoving: true });
    };
    i18next.on('languageChanged', change);
    return () => i18next.off('languageChanged', change);
  }, [place]);

  switch (place.at) {
    case 'pin':
      return (
        <PinStep
          given={place.pin}
          problem={place.problem}
          onFound={(pin, preview) => setPlace(placeBehind(pin, preview))}
          learner={learner}
          offer={offer && (place.pin === '' || place.pin === offer.pin) ? offer : null}
          onGoOn={goOn}
        />
      );
    case 'name':
      if (learner && !place.asGuest) {
        return (
          <Suspense>
            <AccountStep
              title={place.preview.title}
              secondFactor={place.preview.secondFactor}
              me={learner}
              atOnce={location.hash === '#me'}
              join={async (shapes) => enter(place.pin, await tutti.joinAsMyself({ pin: place.pin, shapes }))}
              onGuest={() => setPlace({ ...place, asGuest: true })}
              onBack={startAgain}
            />
          </Suspense>
        );
      }
      return (
        <NameStep
          pin={place.pin}
          preview={place.preview}
          offer={offer?.pin === place.pin ? offer : null}
          onGoOn={goOn}
          onCode={() => setPlace({ at: 'code', pin: place.pin, preview: place.preview })}
          onWatch={() => setPlace({ at: 'watch', pin: place.pin, preview: place.preview })}
          join={async (entry) => enter(place.pin, await tutti.join({ pin: place.pin, ...entry }))}
          onBack={startAgain}
        />
      );
    case 'group':
      return (
        <Suspense fallback={<MessageScreen mood="waiting" title={t('welcomeBack')} />}>
          <GroupPlace
            key={place.way.by}
            way={place.way}
            learner={learner}
            offer={offer}
            onGoOn={goOn}
            onBack={startAgain}
          />
        </Suspense>
      );
    case 'alone':
      return (
        <Suspense fallback={<MessageScreen mood="waiting" title={t('welcomeBack')} />}>
          <AloneMission missionId={place.missionId} learner={learner} isKnown={isKnown} />
        </Suspense>
      );
    case 'code':
      return (
        <Suspense>
          <ReturnStep
            pin={place.pin}
            onJoined={(challenge) => enter(place.pin, challenge)}
            onBack={() => setPlace({ ...place, at: 'name', asGuest: true })}
          />
        </Suspense>
      );
    case 'watch':
      return (
        <Suspense>
          <WatchStep
            pin={place.pin}
            secondFactor={place.preview.secondFactor}
            onBack={() => setPlace({ ...place, at: 'name', asGuest: false })}
          />
        </Suspense>
      );
    case 'returning':
      return <MessageScreen mood="waiting" title={t('welcomeBack')} />;
    case 'stuck':
      if (place.code === 'session/parked')
        return <Parked onReturn={() => setPlace({ at: 'returning', seat: place.seat })} />;
      return (
        <MessageScreen mood="puzzled" title={t('over.lost')} code={place.code}>
          <button
            type="button"
            className="button button-primary"
            onClick={() => setPlace({ at: 'returning', seat: place.seat })}
          >
            {t('common:retry')}
          </button>
          <button type="button" className="button button-quiet" onClick={() => startAgain(null)}>
            {t('over.again')}
          </button>
        </MessageScreen>
      );
    case 'game':
      return (
        <Game
          challenge={place.challenge}
          isMoving={place.isMoving}
          onOver={forgetSeat}
          onReturn={() => setPlace({ at: 'returning', seat: place.seat })}
          onLeave={() => {
            void place.challenge.leave();
            startAgain(null);
          }}
        />
      );
  }
}

/** Where a PIN leads. */
function placeBehind(pin: string, preview: PinPreview): Place {
  if (preview.groupRun !== null) return { at: 'group', way: { by: 'pin', pin, preview } };
  if (preview.spectators && location.hash === '#watch') return { at: 'watch', pin, preview };
  return { at: 'name', pin, preview, asGuest: false };
}

/** Asks for the seat of a player who comes back or moves. */
function useComingBack(
  place: Place,
  onSeated: (pin: string, challenge: PlayerChallenge) => void,
  onRefused: (seat: KeptSeat, code: TuttiErrorCode) => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time somebody comes back
  useEffect(() => {
    if (place.at !== 'returning' && !(place.at === 'game' && place.isMoving)) return;
    const { seat } = place;
    let wanted = true;
    tutti.resume(seat.token, { locale: tutti.locale }).then(
      (challenge) => (wanted ? onSeated(seat.pin, challenge) : void challenge.leave()),
      (error) => wanted && onRefused(seat, codeOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [place]);
}
