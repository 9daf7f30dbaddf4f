/* The calls of the system before this one, over node:http and AWS's own client.
   Tokens are not checked: the load names its caller in a header. */

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";

const PROFILES = "biztechProfiles";
const USERS = "biztechUsers";
const MEMBERS = "biztechMembers2026";
const SOCKETS = "bizWallSockets";

const client = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    region: "us-west-2",
    endpoint: process.env.DYNAMODB_ENDPOINT,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  }),
  { marshallOptions: { removeUndefinedValues: true } },
);

const profileKey = (id) => ({ compositeID: `PROFILE#${id}`, type: "PROFILE" });

async function get(table, key) {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: key }));
  return Item;
}

const put = (table, item, condition) =>
  client.send(
    new PutCommand({ TableName: table, Item: item, ConditionExpression: condition }),
  );

async function pages(Command, params) {
  const rows = [];
  let from;
  do {
    const page = await client.send(new Command({ ...params, ExclusiveStartKey: from }));
    rows.push(...page.Items);
    from = page.LastEvaluatedKey;
  } while (from);
  return rows;
}

async function profile(id) {
  const row = await get(PROFILES, profileKey(id));
  const shown = row.viewableMap ?? {};
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => shown[name] ?? true),
  );
}

async function membership(email) {
  return (await get(USERS, { id: email.toLowerCase() }))?.isMember ?? false;
}

const screens = () =>
  pages(QueryCommand, {
    TableName: SOCKETS,
    IndexName: "byEvent",
    KeyConditionExpression: "eventId = :event",
    ExpressionAttributeValues: { ":event": "DEFAULT" },
  });

function side(mine, theirs, at) {
  return {
    Put: {
      TableName: PROFILES,
      Item: {
        compositeID: mine.compositeID,
        type: `CONNECTION#${theirs.profileID}`,
        connectionID: theirs.profileID,
        connectionType: theirs.profileType ?? "ATTENDEE",
        fname: theirs.fname,
        lname: theirs.lname,
        pronouns: theirs.pronouns,
        major: theirs.major || undefined,
        year: theirs.year || undefined,
        createdAt: at,
      },
    },
  };
}

const node = ({ profileID, fname, lname, profilePictureURL, major, year }) => ({
  id: profileID,
  name: `${fname} ${lname}`,
  avatar: profilePictureURL ?? "",
  major,
  year,
});

async function tap(email, { eventParam }) {
  const member = await get(MEMBERS, { id: email });
  const mine = await get(PROFILES, profileKey(member.profileID));
  const theirs = await get(PROFILES, profileKey(eventParam));
  const before = await get(PROFILES, {
    compositeID: mine.compositeID,
    type: `CONNECTION#${eventParam}`,
  });
  if (before) return { message: "Connection has already been made" };
  const createdAt = Date.now();
  await client.send(
    new TransactWriteCommand({
      TransactItems: [side(mine, theirs, createdAt), side(theirs, mine, createdAt)],
    }),
  );
  const [from, to] = [node(mine), node(theirs)];
  await screens();
  await put("bizLiveConnections", {
    eventId: "DEFAULT",
    sk: `ts#${createdAt}#${randomBytes(8).toString("hex")}`,
    createdAt,
    from,
    to,
  });
  await screens();
  return { message: `Connection created with ${theirs.fname}`, name: to.name };
}

async function grant(asked) {
  const id = asked.email.toLowerCase();
  const stamps = { createdAt: Date.now(), updatedAt: Date.now() };
  const { firstName, lastName, major } = asked;
  if (!(await get(USERS, { id }))) {
    const user = { id, fname: firstName, lname: lastName, major, isMember: true };
    await put(USERS, { ...user, admin: false, ...stamps }, "attribute_not_exists(id)");
  }
  if (!(await get(MEMBERS, { id }))) {
    const member = { id, firstName, lastName, major, studentNumber: "", cardCount: 0 };
    const more = { international: false, prevMember: false, admin: false, ...stamps };
    await put(MEMBERS, { ...member, ...more }, "attribute_not_exists(id)");
  }
  await get(MEMBERS, { id });
  await get(MEMBERS, { id });
  const profileID = randomBytes(8).toString("hex");
  const blank = { hobby1: "", hobby2: "", funQuestion1: "", funQuestion2: "" };
  const Item = {
    ...profileKey(profileID),
    profileID,
    fname: firstName,
    lname: lastName,
    major,
    ...blank,
    linkedIn: "",
    profilePictureURL: "",
    profileType: "ATTENDEE",
    viewableMap: { fname: true, lname: true, major: true, linkedIn: true },
    ...stamps,
  };
  await client.send(
    new TransactWriteCommand({
      TransactItems: [
        {
          Put: {
            TableName: PROFILES,
            Item,
            ConditionExpression: "attribute_not_exists(compositeID)",
          },
        },
        {
          Update: {
            TableName: MEMBERS,
            Key: { id },
            UpdateExpression: "SET profileID = :id, updatedAt = :now",
            ExpressionAttributeValues: { ":id": profileID, ":now": Date.now() },
          },
        },
      ],
    }),
  );
  return { message: "Membership granted" };
}

async function journal(email) {
  const member = await get(MEMBERS, { id: email });
  const data = await pages(QueryCommand, {
    TableName: PROFILES,
    KeyConditionExpression: "compositeID = :mine AND begins_with(#type, :met)",
    ExpressionAttributeNames: { "#type": "type" },
    ExpressionAttributeValues: {
      ":mine": `PROFILE#${member.profileID}`,
      ":met": "CONNECTION#",
    },
  });
  data.sort((one, other) => other.createdAt - one.createdAt);
  return { message: `all connections for ${email}`, data };
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString());
}

async function answer(request) {
  const path = request.url;
  const caller = request.headers["x-caller"];
  const last = decodeURIComponent(path.slice(path.lastIndexOf("/") + 1));
  if (request.method === "POST") {
    const asked = await body(request);
    return path === "/interactions" ? tap(caller, asked) : grant(asked);
  }
  if (path.startsWith("/profiles/profile/")) return profile(last);
  if (path.startsWith("/users/checkMembership/")) return membership(last);
  if (path === "/interactions/journal") return journal(caller);
  return pages(ScanCommand, { TableName: MEMBERS });
}

createServer(async (request, response) => {
  let status = 200;
  let said;
  try {
    said = await answer(request);
  } catch (error) {
    status = 500;
    said = { message: String(error) };
  }
  const text = JSON.stringify(said);
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}).listen(Number(process.env.PORT), "127.0.0.1");
