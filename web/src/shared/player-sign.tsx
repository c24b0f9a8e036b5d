import { type ReactNode, useState } from 'react';
import { choiceColour } from './choice-colour.ts';
import { Shape } from './shape.tsx';
import { shapeOf } from './shapes.ts';

interface Around {
  className: string | undefined;
  'data-hop'?: string | undefined;
}

/** What stands for a player: the avatar that a learner wears who plays under an account, a shape for everybody else. */
export function PlayerSign({
  id,
  avatar,
  size = '1em',
  ...around
}: { id: string; avatar: string | undefined; size?: string } & Around) {
  const shape = shapeOf(id);
  const sign = (
    <span {...around} style={choiceColour(shape)}>
      <Shape index={shape} size={size} />
    </span>
  );
  return avatar === undefined ? sign : <Worn key={avatar} {...around} avatar={avatar} instead={sign} />;
}

/** Beside a name that says who it is; nothing where the picture does not come. */
export const WornAvatar = ({
  avatar,
  className,
}: {
  avatar: string | undefined;
  className?: string | undefined;
}) =>
  avatar === undefined ? null : <Worn key={avatar} avatar={avatar} className={className} instead={null} />;

function Worn({ avatar, instead, ...around }: { avatar: string; instead: ReactNode } & Around) {
  const [isMissing, setMissing] = useState(false);
  if (isMissing) return instead;
  return <img {...around} src={`/avatars/${avatar}`} alt="" onError={() => setMissing(true)} />;
}
