/** Why a request is not answered as it wished, with the status that says so. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
    /** By which errors are told apart where their messages are not kept. */
    this.code = String(status);
  }
}
