/** Said once, after the class passed on. */
export interface ClassNews {
  handedTo?: string;
}
