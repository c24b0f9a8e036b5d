export { AnswerKind } from './answer-kind.tsx';
export { KeyOfKind } from './key-of-kind.tsx';
