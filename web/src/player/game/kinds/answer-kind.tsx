import type { QuestionKind } from '@tutti/client';
import type { ComponentType } from 'react';
import './texts.ts';
import type { AnswerProps } from './answer-props.ts';
import { FillBlank } from './fill-blank.tsx';
import { Hotspot } from './hotspot.tsx';
import { Matching } from './matching.tsx';
import { Numeric } from './numeric.tsx';
import { OpenText } from './open-text.tsx';
import { Ordering } from './ordering.tsx';
import { Slider } from './slider.tsx';
import { WordCloud } from './word-cloud.tsx';

const ways: Partial<Record<QuestionKind, ComponentType<AnswerProps>>> = {
  matching: Matching,
  ordering: Ordering,
  fill_blank: FillBlank,
  numeric: Numeric,
  slider: Slider,
  hotspot: Hotspot,
  word_cloud: WordCloud,
  open_text: OpenText,
};

/** The way to answer a question of one of the kinds whose answer is more than a pick. */
export function AnswerKind(props: AnswerProps) {
  const Way = ways[props.question.kind];
  return Way ? <Way {...props} /> : null;
}
