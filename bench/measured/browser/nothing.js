export const init = () => {};
export const record = () => {};
