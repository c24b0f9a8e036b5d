import './texts.ts';
import type { Me, TuttiErrorCode } from '@tutti/client';
import { type GroupMission, groupsOf } from '@tutti/client/groups';
import i18next from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../shared/code-of.ts';
import { isLanguage } from '../../shared/i18n/i18n.ts';
import { MessageScreen } from '../../shared/message-screen.tsx';
import { AccountStep } from '../join/account-step.tsx';
import { NameStep } from '../join/name-step.tsx';
import { forgetSeat, type KeptSeat, keepSeat, lostSeats } from '../kept-seat.ts';
import type { GroupWay } from '../place.ts';
import { tutti } from '../tutti.ts';
import { GroupGame } from './group-game.tsx';
import { OwnStep } from './own-step.tsx';
import { Refused } from './refused.tsx';

const groups = groupsOf(tutti);

type Enter = () => Promise<GroupMission>;
type Where =
  /** Something is to be typed or chosen first. */
  | { at: 'door' }
  | { at: 'entering'; enter: Enter }
  | { at: 'refused'; enter: Enter; code: TuttiErrorCode }
  /** `isMoving`: sits down anew, for another language; until then the page stays as it is. */
  | { at: 'group'; mission: GroupMission; isMoving: boolean };

interface GroupPlaceProps {
  way: GroupWay;
  learner: Me | null;
  /** Of whoever played here before. */
  offer: KeptSeat | null;
  onGoOn(seat: KeptSeat): void;
  onBack(problem: TuttiErrorCode | null): void;
}

/** Everything of a group mission: the ways in, the mission, and what is to do when a way is barred. */
export function GroupPlace({ way, learner, offer, onGoOn, onBack }: GroupPlaceProps) {
  const { t } = useTranslation('group');
  const [where, setWhere] = useState<Where>(() => firstWhere(way));
  const [asGuest, setAsGuest] = useState(false);

  const keep = (mission: GroupMission) =>
    keepSeat({
      token: mission.resumeToken,
      pin: way.by === 'pin' ? way.pin : way.by === 'seat' ? way.seat.pin : '',
      nickname: mission.view.you.nickname,
      inGroup: true,
    });
  const sit = (mission: GroupMission) => {
    keep(mission);
    history.replaceState(null, '', '/play');
    setWhere({ at: 'group', mission, isMoving: false });
  };
  const refused = (enter: Enter, code: TuttiErrorCode) => {
    if (way.by !== 'run' && lostSeats.includes(code)) onBack(code);
    else setWhere({ at: 'refused', enter, code });
  };
  useEntering(where, sit, refused);

  // stories and questions come in the language in which one sat down
  useEffect(() => {
    const change = (language: string) => {
      if (!isLanguage(language) || where.at !== 'group' || where.mission.view.closed) return;
      setWhere({ ...where, isMoving: true });
    };
    i18next.on('languageChanged', change);
    return () => i18next.off('languageChanged', change);
  }, [where]);

  if (where.at === 'entering') return <MessageScreen mood="waiting" title={t('door.entering')} />;
  if (where.at === 'refused') {
    const again = () => setWhere({ at: 'entering', enter: where.enter });
    return <Refused code={where.code} onAgain={again} onBack={() => onBack(null)} />;
  }
  if (where.at === 'group') {
    const { mission, isMoving } = where;
    return (
      <GroupGame
        mission={mission}
        isMoving={isMoving}
        isOwnClass={way.by === 'run' || way.by === 'own'}
        onMoved={() => keep(mission)}
        onOver={forgetSeat}
        onReturn={() => setWhere({ at: 'entering', enter: () => again(mission.resumeToken) })}
        onLeave={() => {
          void mission.leave();
          onBack(null);
        }}
      />
    );
  }
  if (way.by === 'own')
    return (
      <OwnStep
        groups={groups}
        onOpen={(entry) => setWhere({ at: 'entering', enter: () => groups.openOwn(entry) })}
      />
    );
  if (way.by !== 'pin') return null;
  const { pin, preview } = way;
  if (learner && !asGuest) {
    return (
      <AccountStep
        title={preview.title}
        secondFactor={false}
        me={learner}
        join={async () => sit(await groups.joinAsMyself(preview.groupRun!))}
        onGuest={() => setAsGuest(true)}
        onBack={onBack}
      />
    );
  }
  return (
    <NameStep
      pin={pin}
      preview={preview}
      offer={offer?.pin === pin ? offer : null}
      onGoOn={onGoOn}
      join={async ({ nickname }) => sit(await groups.join({ pin, nickname }))}
      onBack={onBack}
    />
  );
}

const again = (resumeToken: string) => groups.resume(resumeToken, { locale: tutti.locale });

function firstWhere(way: GroupWay): Where {
  if (way.by === 'seat') return { at: 'entering', enter: () => again(way.seat.token) };
  if (way.by !== 'run') return { at: 'door' };
  const enter = async () => {
    await tutti.restore();
    return groups.joinAsMyself(way.run);
  };
  return { at: 'entering', enter };
}

/** Takes the seat, for whoever comes, comes back or moves to another language. */
function useEntering(
  where: Where,
  onSeated: (mission: GroupMission) => void,
  onRefused: (enter: Enter, code: TuttiErrorCode) => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time somebody enters
  useEffect(() => {
    const enter = enterOf(where);
    if (!enter) return;
    let wanted = true;
    enter().then(
      (mission) => (wanted ? onSeated(mission) : void mission.leave()),
      (error) => wanted && onRefused(enter, codeOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [where]);
}

function enterOf(where: Where): Enter | null {
  if (where.at === 'entering') return where.enter;
  if (where.at !== 'group' || !where.isMoving) return null;
  return () => again(where.mission.resumeToken);
}
