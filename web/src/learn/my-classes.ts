/** With everything that tells of the classes one is in. */
export const myClassesKey = ['my-classes'];
